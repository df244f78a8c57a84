package dev.wave.core.host;

/**
 * When the watchdog gives up on an agent.
 *
 * @param silenceNanos work waits and the agent's beat stands still for this long: the fallback takes over
 * @param starvationNanos the agent beats, a core is idle, and a ready target still gets no decision for this long: the fallback takes over
 */
public record WatchdogLimits(long silenceNanos, long starvationNanos) {
    public static final WatchdogLimits DEFAULT = new WatchdogLimits(20_000_000, 1_000_000_000);

    public WatchdogLimits {
        if (silenceNanos < 1_000_000 || starvationNanos < silenceNanos) {
            throw new IllegalArgumentException(
                    "the fallback deadline must be at least 1 ms, and starvation no shorter than it");
        }
    }
}
