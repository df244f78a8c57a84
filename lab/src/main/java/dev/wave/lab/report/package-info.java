/** Reports: pages that need no network, charts, JSON, and what the numbers were measured on. */
package dev.wave.lab.report;
