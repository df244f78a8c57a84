package dev.wave.core;

/**
 * A loop on the NIC, cut into steps. A runner gives it a thread, a test calls it, a simulator schedules it; it cannot tell.
 */
public interface Agent {

    /**
     * Does a bounded amount of work.
     *
     * @return how much was done; 0 if there was nothing to do
     */
    int step();

    /**
     * How long the loop may sleep after a step that did nothing: 0 if it must go on polling, because something here depends on
     * time passing; {@link Long#MAX_VALUE} if only an interrupt can bring work.
     */
    long sleepNanos();

    /** Sleeps until work may have arrived, at most {@code nanos}. Only a runner with a thread of its own calls it. */
    void sleep(long nanos);

    /** Ends a {@link #sleep} early. Any thread; may come a moment too soon and do nothing, so repeat it. */
    default void wake() {}

    /** True when further steps are of no use: it was replaced, or its host is gone. */
    boolean over();

    /** Ends the agent's business in good order; no step follows. */
    void close();

    /** A name for messages and threads. */
    String name();

    /** What a step's failure means, in one line. */
    default String explain(Throwable failure) {
        return failure.toString();
    }

    /** Which part of the agent a thread with this stack is in, in a few words; innermost call first. */
    default String whereIn(StackTraceElement[] stack) {
        return stack.length == 0 ? "a step" : stack[0].toString();
    }
}
