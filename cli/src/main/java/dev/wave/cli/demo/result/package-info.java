/** What runs found, and what it shows. */
package dev.wave.cli.demo.result;
