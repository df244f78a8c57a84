package dev.wave.core;

/** Time that passes when the test says so. */
public final class SteppedClock implements Clock {
    private long nanos = 1_000_000_000;

    @Override
    public long nanos() {
        return nanos;
    }

    public void advance(long by) {
        nanos += by;
    }
}
