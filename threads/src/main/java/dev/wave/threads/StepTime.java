package dev.wave.threads;

/** What the clock said at the beginning of the agent's present step; one reading for everybody. */
final class StepTime {
    private long nanos;

    long nanos() {
        return nanos;
    }

    void set(long now) {
        nanos = now;
    }
}
