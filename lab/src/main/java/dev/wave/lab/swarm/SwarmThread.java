package dev.wave.lab.swarm;

import dev.wave.core.host.HostTarget;

/** A thread of a swarm's host, and what an observer knows of it. */
final class SwarmThread extends HostTarget {
    static final int NOWHERE = -1;

    /** What is left of its present run. */
    long leftPicos;

    /** The core it is on, as an observer has seen. */
    int core = NOWHERE;

    /** It was woken since its latest run began: another one is owed to it. */
    boolean owed;

    /** The largest sequence number it was seen with. */
    long sequenceSeen;

    /** It has ended. */
    boolean gone;
}
