package dev.wave.core;

/** Monotonic time in nanoseconds from an arbitrary origin. Injected everywhere, so that one seed gives one run. */
@FunctionalInterface
public interface Clock {
    long nanos();

    /** This machine's monotonic clock; on Linux all processes of a machine share its origin. */
    static Clock system() {
        return System::nanoTime;
    }
}
