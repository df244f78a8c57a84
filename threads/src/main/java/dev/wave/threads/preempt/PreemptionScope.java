package dev.wave.threads.preempt;

/**
 * How many stretches of code that must not be preempted one virtual thread is inside of: monitors it holds and
 * {@link NoPreempt} methods it runs.
 *
 * <p>It belongs to the virtual thread, not to the carrier, because the thread may block inside such a stretch and go on
 * on another carrier. Only the thread itself reads or writes it while mounted; the run queue that hands the thread from
 * one carrier to the next orders those accesses, so a plain field is enough.
 */
public final class PreemptionScope {
    private int depth;

    /** The number of stretches open now; 0 means that the thread may be preempted. */
    public int depth() {
        return depth;
    }

    void enter() {
        depth++;
    }

    /**
     * Closes the innermost stretch.
     *
     * @return true if that was the last one
     */
    boolean exit() {
        // Never below zero: a StackOverflowError between taking a monitor and counting it would otherwise leave a depth
        // that the next real monitor brings back to zero while it is held.
        if (depth > 0) {
            depth--;
        }
        return depth == 0;
    }
}
