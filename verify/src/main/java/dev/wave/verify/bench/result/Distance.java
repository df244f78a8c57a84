package dev.wave.verify.bench.result;

/**
 * How far apart the two CPUs of a sample were. A virtual machine's CPUs may share a last-level cache now and not a minute later;
 * inside, only the round trip of a cache line tells. What was measured at one distance says nothing about the other.
 */
public enum Distance {
    NEAR("near"),
    FAR("far"),
    /** The distance changed while the sample was taken: it belongs nowhere and is dropped. */
    STRADDLED("straddled"),
    /** Only one CPU takes part. */
    ONE_CPU("one CPU");

    /**
     * Between the two groups that are seen: about 0.1 us within one last-level cache, about 0.5 us between two of them.
     */
    public static final double NEAR_BELOW_NANOS = 200;

    private final String label;

    Distance(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** The distance of a sample, from the ping-pong's round trips before and after it, in nanoseconds. */
    public static Distance of(double beforeNanos, double afterNanos) {
        Distance before = of(beforeNanos);
        return before == of(afterNanos) ? before : STRADDLED;
    }

    private static Distance of(double roundTripNanos) {
        return roundTripNanos < NEAR_BELOW_NANOS ? NEAR : FAR;
    }
}
