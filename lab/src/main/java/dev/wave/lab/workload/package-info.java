/** What a simulated host is asked to do: when requests arrive, how long each takes, of which class it is, and how long the answers took. */
package dev.wave.lab.workload;
