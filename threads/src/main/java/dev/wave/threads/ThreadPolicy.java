package dev.wave.threads;

/**
 * Decides which thread runs next on which core. One class, no protocol: sequence numbers, prestaging, retries and outcomes belong to the agent.
 *
 * <p>The agent tells the policy what happens to threads and asks it what to run. It calls from one thread. What it tells is always in order: a
 * thread is {@link #created}, then {@link #ready}, then picked, then one of yielded, preempted, blocked or departed, whatever order the messages
 * arrived in. When a thread that waits in a {@link ThreadQueue} is blocked, departed or found running, the agent takes it out of the queue
 * first.
 *
 * <p>A policy has no clock, threads, random source or I/O of its own; times come from {@link CoreView#nowNanos} and {@link #tick}. It must
 * not block. If it throws, the agent ends and the host's fallback takes over.
 */
public interface ThreadPolicy {

    /** A thread is seen for the first time; {@link #ready} follows when it can run. */
    default void created(PolicyThread thread) {}

    /** A thread can run: it was started, or what it waited for happened. */
    void ready(PolicyThread thread);

    /** A thread left its core by its own will and can go on. */
    default void yielded(PolicyThread thread) {
        ready(thread);
    }

    /** A thread left its core because {@link #shouldPreempt} asked for it, and can go on. */
    default void preempted(PolicyThread thread) {
        ready(thread);
    }

    /** A thread that was picked did not run after all, because the decision was withdrawn or overtaken; it still can run. */
    default void returned(PolicyThread thread) {
        ready(thread);
    }

    /** A thread cannot run until it is ready again. */
    default void blocked(PolicyThread thread) {}

    /** A thread has ended. The object may be used for another thread after this. */
    default void departed(PolicyThread thread) {}

    /** The weight of a thread changed while it was known; {@link #changed} follows. */
    default void weightChanged(PolicyThread thread) {}

    /** The affinity of a thread changed while it was known; {@link #changed} follows. If it runs where it may not any more, the agent takes it off. */
    default void affinityChanged(PolicyThread thread) {}

    /** The class, weight, deadline or affinity of a thread changed while it was known. */
    default void changed(PolicyThread thread) {}

    /** Called once per step of the agent. */
    default void tick(long nowNanos) {}

    /**
     * The next thread for a core, which the policy then forgets until it hears of it again; null if there is none. Must be one that is ready and
     * may run on that core. Not asked while no thread at all is ready.
     */
    PolicyThread pick(CoreView core);

    /**
     * Whether the thread {@link CoreView#staged} on this core should come back, because a more urgent one waits; {@link #pick} for the core follows, and
     * {@link #returned} when the host gave the staged one back.
     */
    default boolean shouldRecall(CoreView core) {
        return false;
    }

    /** Whether the thread on this core should give way. Asked while another one waits for the core, until it did. */
    default boolean shouldPreempt(CoreView core) {
        return false;
    }
}
