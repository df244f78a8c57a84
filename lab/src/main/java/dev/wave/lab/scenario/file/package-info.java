/** Scenarios as files: every key, what its values may be, and what is said when they are not. */
package dev.wave.lab.scenario.file;
