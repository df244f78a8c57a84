/** What simulated hosts and agents write into their ledgers, kept for drawing. */
package dev.wave.lab.trace;
