package dev.wave.threads.policy;

import dev.wave.threads.CoreView;
import dev.wave.threads.PolicyThread;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.ThreadQueue;

/**
 * One queue, and nobody keeps a core for longer than a slice while others wait (Shinjuku, NSDI '19).
 *
 * <p>The policy does not know which requests are short. It lets everyone start, and whoever is still there after a slice goes to the end of the
 * queue. Short requests never see the end of their slice, so they run as under {@link Fifo}; long ones pay for it with more switches. With slices
 * much shorter than the long requests this comes close to processor sharing, whose mean response time depends only on the mean of the
 * service times, not on how widely they scatter. It does nothing for work that is uniform and shorter than a slice, except to look at the
 * clock.
 *
 * <p>A woken thread goes to the end as well: a thread that blocks often gains no priority. A thread whose decision came to nothing keeps its
 * turn.
 *
 * <p>Use it when a few requests are much longer than the others and nobody can tell them apart beforehand. The published experiments use slices of
 * 5 us (Shinjuku) and 30 us (ghOSt).
 */
public final class Shinjuku implements ThreadPolicy {
    private final ThreadQueue ready = new ThreadQueue();
    private final long sliceNanos;

    /** @param sliceNanos how long a thread may run while others wait */
    public Shinjuku(long sliceNanos) {
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
        return core.ranNanos() >= sliceNanos;
    }
}
