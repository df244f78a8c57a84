/** A simulated host that runs virtual machines: its hardware threads share cores, change their clock, sleep and tick. */
package dev.wave.lab.vm;
