package dev.wave.threads.virtual;

import dev.wave.core.host.HostTarget;
import dev.wave.threads.preempt.PreemptionScope;
import java.util.concurrent.Executor;

/**
 * A virtual thread of an enclave, and at the same time the scheduler the JDK knows for it: each thread gets a scheduler of its own, so that a wake-up
 * finds its target without a look-up.
 *
 * <p>The JDK submits one and the same task object for every wake-up of a thread. A task that is not ours belongs to a child thread, which inherited its
 * parent's scheduler.
 */
final class VirtualTarget extends HostTarget implements Executor {
    private final VirtualThreads mechanism;
    private final PreemptionScope scope = new PreemptionScope();
    private volatile Runnable task;
    private volatile Thread thread;

    VirtualTarget(VirtualThreads mechanism, ThreadHints hints) {
        this.mechanism = mechanism;
        hint(hints);
    }

    void hint(ThreadHints hints) {
        targetClass(hints.threadClass());
        weight(hints.weight());
        deadlineNanos(hints.deadlineNanos());
        affinity(hints.affinity());
    }

    /** True if these hints would change nothing, and need no message. */
    boolean has(ThreadHints hints) {
        return targetClass() == hints.threadClass()
                && weight() == hints.weight()
                && deadlineNanos() == hints.deadlineNanos()
                && affinity() == hints.affinity();
    }

    /** What the JDK calls to make a thread runnable, from any thread; it must neither block nor refuse. */
    @Override
    public void execute(Runnable submitted) {
        if (submitted == task) {
            mechanism.wake(this);
        } else if (task == null) {
            // The first submission is the start of our own thread, by whoever called start(); no other can come before
            // it.
            bind(submitted, thread);
            mechanism.admit(this);
        } else {
            mechanism.wakeChild(submitted);
        }
    }

    VirtualThreads mechanism() {
        return mechanism;
    }

    void bind(Runnable submitted, Thread owner) {
        thread = owner;
        task = submitted;
    }

    void thread(Thread owner) {
        thread = owner;
    }

    Runnable task() {
        return task;
    }

    Thread thread() {
        return thread;
    }

    boolean ended() {
        return !thread.isAlive();
    }

    PreemptionScope scope() {
        return scope;
    }
}
