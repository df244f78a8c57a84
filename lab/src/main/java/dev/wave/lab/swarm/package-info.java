/** Swarms of small simulated machines, each with faults of its own, on which the shipping code must stay right and come back to work. */
package dev.wave.lab.swarm;
