package dev.wave.threads.policy;

import dev.wave.threads.CoreView;
import dev.wave.threads.PolicyThread;
import dev.wave.threads.ThreadHeap;
import dev.wave.threads.ThreadPolicy;

/**
 * Whoever must be done first runs first (earliest deadline first; Liu and Layland, 1973).
 *
 * <p>On one core no order meets more deadlines, as long as all can be met: if any schedule meets them, this one does. It needs no classes, weights or
 * slices; the deadline says it all. The price shows under overload: a thread that is already late still goes first and makes the next one late too, so
 * keep the load below what the cores can serve, or drop what is late in the service. On several cores it is a good rule, no longer the best one.
 *
 * <p>A thread with an earlier deadline takes the core from one with a later one at once, also when the later one was only staged: the staged decision
 * is asked back. Equal deadlines never preempt each other, so a burst of equal requests runs first come, first served. Threads without a deadline run
 * when no other can, in the order they came, and give way to any that has one.
 *
 * <p>Use it when requests carry deadlines, for example from an RPC's timeout, through hints.
 */
public final class EarliestDeadline implements ThreadPolicy {
    private final ThreadHeap ready = new ThreadHeap();

    private static long urgency(PolicyThread thread) {
        return thread.deadlineNanos() == 0 ? Long.MAX_VALUE : thread.deadlineNanos();
    }

    @Override
    public void ready(PolicyThread thread) {
        ready.add(thread, urgency(thread));
    }

    @Override
    public void returned(PolicyThread thread) {
        ready.addAhead(thread, urgency(thread));
    }

    @Override
    public void changed(PolicyThread thread) {
        if (ready.remove(thread)) {
            ready.add(thread, urgency(thread));
        }
    }

    @Override
    public PolicyThread pick(CoreView core) {
        return ready.pollFor(core);
    }

    @Override
    public boolean shouldRecall(CoreView core) {
        PolicyThread waiting = ready.peekFor(core);
        return waiting != null && urgency(waiting) < urgency(core.staged());
    }

    @Override
    public boolean shouldPreempt(CoreView core) {
        PolicyThread next = core.staged() == null ? ready.peekFor(core) : core.staged();
        return next != null && urgency(next) < urgency(core.running());
    }
}
