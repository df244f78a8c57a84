package dev.wave.threads.policy;

import dev.wave.threads.CoreView;
import dev.wave.threads.PolicyThread;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.ThreadQueue;
import java.util.Arrays;

/**
 * Shinjuku with a queue per class, chosen by how long its first thread has waited compared with what its class is promised.
 *
 * <p>When the service does know the kinds of its requests, one queue wastes that knowledge: a GET that is promised 50 us waits behind a scan that is
 * promised 10 ms. Here each class has a target, and the queue whose head has used up the largest part of its target goes first (Shinjuku,
 * NSDI '19, section 3.3: borrowed virtual time over the target). A class that is promised little waits little; a class that is
 * promised much is not starved, because its part grows for as long as it waits. Slices work as in {@link Shinjuku}; a preempted thread goes to
 * the end of its own queue but keeps the time since it first became ready, so long requests gain on short ones as they age.
 *
 * <p>Use it when classes are known, for example from the RPC's method, through hints. With one class it is {@link Shinjuku}.
 */
public final class ShinjukuMultiQueue implements ThreadPolicy {
    private final ThreadQueue[] ready;
    private final long[] targetNanos;
    private final long sliceNanos;

    /**
     * @param sliceNanos how long a thread may run while others wait
     * @param targetNanos the waiting time promised to each class; threads of higher classes than there are targets belong to the last
     */
    public ShinjukuMultiQueue(long sliceNanos, long... targetNanos) {
        if (targetNanos.length == 0 || Arrays.stream(targetNanos).anyMatch(nanos -> nanos <= 0)) {
            throw new IllegalArgumentException("give a positive waiting-time target for each class");
        }
        this.sliceNanos = sliceNanos;
        this.targetNanos = targetNanos.clone();
        this.ready = new ThreadQueue[targetNanos.length];
        Arrays.setAll(ready, i -> new ThreadQueue());
    }

    private ThreadQueue queueOf(PolicyThread thread) {
        return ready[Math.min(thread.threadClass(), ready.length - 1)];
    }

    @Override
    public void ready(PolicyThread thread) {
        queueOf(thread).addLast(thread);
    }

    @Override
    public void returned(PolicyThread thread) {
        queueOf(thread).addFirst(thread);
    }

    @Override
    public void changed(PolicyThread thread) {
        for (ThreadQueue queue : ready) {
            if (queue.remove(thread)) {
                queueOf(thread).addLast(thread);
                return;
            }
        }
    }

    @Override
    public PolicyThread pick(CoreView core) {
        ThreadQueue best = null;
        double bestPart = -1;
        for (int i = 0; i < ready.length; i++) {
            PolicyThread head = ready[i].peekFor(core);
            double part = head == null ? -1 : (double) (core.nowNanos() - head.readySinceNanos()) / targetNanos[i];
            if (part > bestPart) {
                best = ready[i];
                bestPart = part;
            }
        }
        return best == null ? null : best.pollFor(core);
    }

    @Override
    public boolean shouldPreempt(CoreView core) {
        return core.ranNanos() >= sliceNanos;
    }
}
