package dev.wave.cli.demo.load;

import java.util.random.RandomGenerator;

/** Poisson arrivals, fixed before the first request is sent: a slow service cannot delay them, so nothing hides its slowness. */
public final class Arrivals {
    private Arrivals() {}

    /**
     * Arrivals that begin at a fraction of the rate. A JVM that is still compiling does less than it will; at the full rate it would collect
     * arrears that it needs far longer than any warm-up to work off, and the measurement would show those.
     *
     * @param gentleNanos how long the rate is only {@code share} of the mean rate
     */
    public static long[] gentleStart(
            double perSecond, long gentleNanos, double share, long nanos, RandomGenerator random) {
        long[] gentle = poisson(perSecond * share, Math.min(gentleNanos, nanos), random);
        long[] full = poisson(perSecond, Math.max(0, nanos - gentleNanos), random);
        long[] offsets = java.util.Arrays.copyOf(gentle, gentle.length + full.length);
        for (int i = 0; i < full.length; i++) {
            offsets[gentle.length + i] = gentleNanos + full[i];
        }
        return offsets;
    }

    /**
     * Offsets in nanoseconds from the start, ascending.
     *
     * @param perSecond mean rate
     * @param nanos how long requests arrive
     */
    public static long[] poisson(double perSecond, long nanos, RandomGenerator random) {
        double gap = 1e9 / perSecond;
        int expected = (int) Math.ceil(nanos / gap);
        long[] offsets = new long[expected + (int) (6 * Math.sqrt(expected)) + 16];
        int count = 0;
        double at = 0;
        while (count < offsets.length) {
            at += gap * random.nextExponential();
            if (at >= nanos) {
                break;
            }
            offsets[count++] = (long) at;
        }
        return java.util.Arrays.copyOf(offsets, count);
    }
}
