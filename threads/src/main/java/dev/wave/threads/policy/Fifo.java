package dev.wave.threads.policy;

import dev.wave.threads.CoreView;
import dev.wave.threads.PolicyThread;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.ThreadQueue;

/**
 * First come, first served, to completion.
 *
 * <p>One queue for all cores, so no core idles while a thread waits, and no thread overtakes another. Nothing is preempted: a thread keeps its core
 * until it blocks, yields or ends. That is the best one can do when all requests need about the same time, and the worst when a few need a
 * thousand times more than the others: everybody behind one of those waits for all of it. A thread whose decision came to nothing keeps
 * its turn: it goes to the front.
 *
 * <p>Use it for uniform work and as the baseline of experiments.
 */
public final class Fifo implements ThreadPolicy {
    private final ThreadQueue ready = new ThreadQueue();

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
}
