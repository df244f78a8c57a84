package dev.wave.core.link;

/**
 * One interrupt line of a link: one side raises, the other may sleep until it does.
 *
 * <p>The waiter arms, looks for work once more, then awaits; the raiser publishes work, then raises. The full fences on both
 * sides guarantee that one of them sees the other (docs/protocol.md, section 3.4), so no wake-up is lost and a raise towards a
 * waiter that is awake costs one load.
 */
public interface Interrupt {

    /** Wakes the other side if it is armed. Any thread. */
    void raise();

    /** True if a {@link #raise} now would wake somebody. */
    boolean armed();

    /**
     * Announces that this side is about to sleep.
     *
     * @return a ticket for {@link #await}; look for work between the two
     */
    long arm();

    /** Sleeps until a raise that came after {@code ticket} was drawn, or {@code timeoutNanos} are over, or spuriously. */
    void await(long ticket, long timeoutNanos);

    /** Announces that this side is awake. */
    void disarm();

    /**
     * Interrupts the other side if it is awake and its code has no polls, so that it looks at its preemption line: a kernel does, a carrier of virtual threads polls
     * by itself. Does nothing on links whose host polls.
     */
    default void interruptAwake() {}

    /** Ends an {@link #await} of this same side, as if spuriously. Writes nothing; may come too early and do nothing, so repeat it. Any thread. */
    default void nudge() {}
}
