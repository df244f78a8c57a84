package dev.wave.threads.policy;

import dev.wave.threads.CoreView;
import dev.wave.threads.PolicyThread;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.ThreadQueue;

/**
 * Time sharing by weight: everyone in turn, for a slice times its weight.
 *
 * <p>Like {@link Shinjuku}, one queue and slices; unlike it, the slices are meant to divide a core fairly among threads that compute for long, not to
 * let short requests pass. A thread of weight 3 gets three times the core of a thread of weight 1 while both want it. A woken thread goes to
 * the end.
 *
 * <p>Use it for batch work of different importance, with slices of a millisecond or more; each switch costs about a microsecond, so
 * shorter ones only cost.
 */
public final class RoundRobin implements ThreadPolicy {
    private final ThreadQueue ready = new ThreadQueue();
    private final long sliceNanos;

    /** @param sliceNanos what a thread of weight 1 gets before it goes to the end of the queue */
    public RoundRobin(long sliceNanos) {
        this.sliceNanos = sliceNanos;
    }

    @Override
    public void ready(PolicyThread thread) {
        ready.addLast(thread);
    }

    @Override
    public void returned(PolicyThread thread) {
        ready.addFirst(thread);
    }

    @Override
    public PolicyThread pick(CoreView core) {
        return ready.pollFor(core);
    }

    @Override
    public boolean shouldPreempt(CoreView core) {
        return core.ranNanos() >= sliceNanos * core.running().weight();
    }
}
