package dev.wave.threads.virtual;

/**
 * What a service tells the policy about a thread. Travels with messages that are sent anyway, or in one of its own; no system call.
 *
 * @param threadClass 0 to 65535; means what the policy makes of it
 * @param weight 1 to 65535
 * @param deadlineNanos in nanoseconds of {@link System#nanoTime}; 0 none
 * @param affinity a bit per core (modulo 64) the thread may run on; 0 all
 */
public record ThreadHints(int threadClass, int weight, long deadlineNanos, long affinity) {
    public static final ThreadHints NONE = new ThreadHints(0, 1, 0, 0);

    public ThreadHints {
        if (threadClass < 0 || threadClass > 0xffff || weight < 1 || weight > 0xffff) {
            throw new IllegalArgumentException(
                    "a class is 0 to 65535 and a weight 1 to 65535, not " + threadClass + " and " + weight);
        }
    }

    public ThreadHints withThreadClass(int other) {
        return new ThreadHints(other, weight, deadlineNanos, affinity);
    }

    public ThreadHints withWeight(int other) {
        return new ThreadHints(threadClass, other, deadlineNanos, affinity);
    }

    public ThreadHints withDeadlineNanos(long other) {
        return new ThreadHints(threadClass, weight, other, affinity);
    }

    public ThreadHints withAffinity(long cores) {
        return new ThreadHints(threadClass, weight, deadlineNanos, cores);
    }

    /**
     * Gives the hints to any virtual thread. A thread that runs where its new affinity does not allow is asked to leave the core; a staged decision that
     * the change made wrong does not commit.
     *
     * @return false if it is in no enclave: then hints mean nothing
     */
    public boolean applyTo(Thread thread) {
        return VirtualThreads.hint(thread, this);
    }

    /**
     * Gives the hints to the calling virtual thread.
     *
     * @return false if it is in no enclave: then hints mean nothing
     */
    public boolean applyToCurrentThread() {
        return VirtualThreads.hintCurrent(this);
    }
}
