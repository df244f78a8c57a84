package dev.wave.lab.vm;

/** Sees guests come and go on a simulated host, in the order in which it happens; takes no time. */
public interface VmObserver {
    /** For who wants to see nothing. */
    VmObserver NONE = new VmObserver() {};

    /** A virtual CPU computes from now on, on this hardware thread. */
    default void entered(int core, VirtualCpu guest, long nowPicos) {}

    /** It does no more. */
    default void left(int core, VirtualCpu guest, long nowPicos) {}
}
