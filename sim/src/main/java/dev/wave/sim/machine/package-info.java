/** The simulated machine: cores, interrupts and the link that shipping code takes for any other. */
package dev.wave.sim.machine;
