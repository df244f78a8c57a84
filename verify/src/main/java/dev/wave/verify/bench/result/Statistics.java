package dev.wave.verify.bench.result;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Medians, and how much of a difference between two medians chance alone makes. */
public final class Statistics {
    private static final int SPLITS = 999;
    private static final double CONFIDENCE = 0.95;

    private Statistics() {}

    /** NaN of nothing. */
    public static double median(double... values) {
        return quantile(0.5, values);
    }

    /** By linear interpolation between the two nearest; NaN of nothing. */
    public static double quantile(double share, double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /**
     * The A/A spread: the same thing was measured twice, {@code first} and {@code again}. Their two medians differ by chance, and may by chance
     * agree; so all samples are dealt out to two hands of the same sizes anew, many times, and the spread is the relative
     * difference of medians that 95 % of the deals stay below, or the one that was measured if that is greater.
     *
     * @return a share, 0.02 for 2 %; NaN if either has no samples, or both have only one
     */
    public static double spread(double[] first, double[] again, RandomGenerator random) {
        if (first.length == 0 || again.length == 0 || first.length + again.length < 3) {
            return Double.NaN;
        }
        double[] pool = Arrays.copyOf(first, first.length + again.length);
        System.arraycopy(again, 0, pool, first.length, again.length);
        double[] differences = new double[SPLITS];
        for (int split = 0; split < SPLITS; split++) {
            shuffle(pool, random);
            differences[split] =
                    difference(Arrays.copyOf(pool, first.length), Arrays.copyOfRange(pool, first.length, pool.length));
        }
        return Math.max(quantile(CONFIDENCE, differences), difference(first, again));
    }

    private static double difference(double[] one, double[] other) {
        return distance(median(one), median(other));
    }

    /** How far two numbers are apart, as a share of the smaller one; the same whichever is named first. */
    static double distance(double one, double other) {
        double least = Math.min(Math.abs(one), Math.abs(other));
        double apart = Math.abs(one - other);
        return apart == 0 ? 0 : apart / least;
    }

    private static void shuffle(double[] values, RandomGenerator random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double held = values[i];
            values[i] = values[j];
            values[j] = held;
        }
    }
}
