package dev.wave.sim.memory;

/** On which side of the link something is. */
public enum Side {
    HOST,
    NIC
}
