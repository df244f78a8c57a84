package dev.wave.cli.demo.load;

import java.util.random.RandomGenerator;

/** Poisson arrivals, fixed before the first request is sent: a slow service cannot delay them, so nothing hides its slowness. */
public final class Arrivals {
    private Arrivals() {}

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
