package dev.wave.lab.threads;

import dev.wave.core.protocol.TargetEvent;

/** Sees what happens on a simulated host, in the order in which it happens; takes no time. */
public interface HostObserver {
    /** For who wants to see nothing. */
    HostObserver NONE = new HostObserver() {};

    /** A thread begins to compute, or goes on. */
    default void started(int core, SimulatedThread thread, long nowPicos) {}

    /** It computes no more, for now or because it has finished; the kernel has not said so yet. */
    default void stopped(int core, SimulatedThread thread, TargetEvent why, long nowPicos) {}
}
