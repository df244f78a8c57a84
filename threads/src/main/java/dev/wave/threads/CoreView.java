package dev.wave.threads;

/** A core as a policy sees it. */
public interface CoreView {

    /** Its number in the enclave, from 0. */
    int number();

    /** What runs there as far as the agent knows; null if it is idle. */
    PolicyThread running();

    /** The thread decided to run there next, which the core has not begun yet; null if there is none. */
    PolicyThread staged();

    /** True if nothing is decided for it that may still start there, as far as the agent knows. */
    boolean undecided();

    /** True if, besides, nothing runs there. */
    default boolean vacant() {
        return running() == null && undecided();
    }

    /** For how long {@link #running} has been there, in nanoseconds; 0 if the core is idle. */
    long ranNanos();

    /** The agent's clock. */
    long nowNanos();
}
