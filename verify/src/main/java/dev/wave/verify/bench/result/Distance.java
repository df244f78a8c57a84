package dev.wave.verify.bench.result;

/**
 * How far apart the two CPUs of a sample were. A virtual machine's CPUs may share a last-level cache now and not a minute later;
 * inside, only the round trip of a cache line tells. What was measured at one distance says nothing about the other.
 */
public enum Distance {
    /** Both CPUs are threads of one physical core: nearer than anything a NIC will ever be, so no target is set for it. */
    SIBLINGS("siblings"),
    NEAR("near"),
    FAR("far"),
    /** The distance changed while the sample was taken: it belongs nowhere and is dropped. */
    STRADDLED("straddled"),
    /** Only one CPU takes part. */
    ONE_CPU("one CPU");

    /** The three groups that are seen: about 30 ns within one core, 100 ns within one last-level cache, 400 to 500 ns between two of them. */
    private static final double SIBLINGS_BELOW_NANOS = 60;

    private static final double NEAR_BELOW_NANOS = 200;

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
        if (roundTripNanos < SIBLINGS_BELOW_NANOS) {
            return SIBLINGS;
        }
        return roundTripNanos < NEAR_BELOW_NANOS ? NEAR : FAR;
    }
}
