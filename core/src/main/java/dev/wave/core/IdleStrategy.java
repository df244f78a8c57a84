package dev.wave.core;

/**
 * How a loop waits when a step found nothing.
 *
 * @param spinNanos polls for this long after the last work
 * @param sleepNanosMax then sleeps on its interrupt, for at most this long at a time; 0 never sleeps
 */
public record IdleStrategy(long spinNanos, long sleepNanosMax) {
    /** For a core that belongs to the agent: never sleeps. */
    public static final IdleStrategy BUSY = new IdleStrategy(Long.MAX_VALUE, 0);

    /** Polls for 50 us, which is about what a wake-up costs on a virtual machine, then sleeps. */
    public static final IdleStrategy SPIN_THEN_SLEEP = new IdleStrategy(50_000, 500_000_000);
}
