package dev.wave.lab.threads;

import dev.wave.sim.machine.LinkShape;

/**
 * Where the agent is, how it is reached, and what is done to hide the way.
 *
 * @param name for tables
 * @param shape where its queues are and how they are mapped
 * @param prestage decisions kept ready for busy cores
 * @param prefetch whether cores ask for the line of their next decision ahead of time
 */
public record Placement(String name, LinkShape shape, int prestage, Prefetch prefetch) {
    /** Whether a core asks for the line of its next decision before it needs it. */
    public enum Prefetch {
        ON,
        OFF
    }

    /** On a core of the host, as ghOSt has it, and with what hides the way to it. */
    public static final Placement ON_HOST = new Placement("on-host", LinkShape.ON_HOST, 1, Prefetch.ON);

    /** On the NIC, with all that hides the link. */
    public static final Placement WAVE = new Placement("wave", LinkShape.TUNED, 1, Prefetch.ON);

    /** On a NIC whose link keeps caches coherent, with all that helps there. */
    public static final Placement COHERENT = new Placement("coherent", LinkShape.COHERENT_PUSHED, 1, Prefetch.ON);

    /** Without prestaging and prefetching. */
    public Placement plain() {
        return new Placement(name + ", not prestaged", shape, 0, Prefetch.OFF);
    }

    public Placement over(LinkShape other) {
        return new Placement(name, other, prestage, prefetch);
    }

    public Placement named(String other) {
        return new Placement(other, shape, prestage, prefetch);
    }
}
