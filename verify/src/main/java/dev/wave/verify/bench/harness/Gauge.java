package dev.wave.verify.bench.harness;

/** What the harness reads around each sample; tests hand in another. */
interface Gauge {
    /** Round trip of a cache line between the two CPUs, in nanoseconds. */
    double roundTripNanos();

    /** Involuntary context switches of this process up to now. */
    long switches();

    /** CPU time taken by the machine below this one up to now, in milliseconds. */
    double stealMillis();
}
