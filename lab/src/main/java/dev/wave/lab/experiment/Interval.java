package dev.wave.lab.experiment;

import java.util.Arrays;
import java.util.List;

/**
 * A mean and how sure it is.
 *
 * @param mean NaN if there was nothing to take it of
 * @param halfWidth half of the 95 % interval, which may be a joint one ({@link #jointly}); NaN if one sample is all there is
 */
public record Interval(double mean, double halfWidth) {
    public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

    private static final double MISSES = 0.05;

    /** Of runs that know nothing of each other. */
    public static Interval of(double... samples) {
        return jointly(1, samples);
    }

    /**
     * As one of several statements that are all to hold, with 95 % together: of twenty intervals that hold with 95 % each, one is expected to miss by chance. <i>Bonferroni's
     * inequality: the chances of a miss add up at most.</i>
     */
    public static Interval jointly(int statements, double... samples) {
        int n = samples.length;
        if (n == 0) {
            return UNKNOWN;
        }
        double mean = Arrays.stream(samples).sum() / n;
        if (n == 1) {
            return new Interval(mean, Double.NaN);
        }
        double squares =
                Arrays.stream(samples).map(x -> (x - mean) * (x - mean)).sum();
        return new Interval(mean, StudentT.within(1 - MISSES / statements, n - 1) * Math.sqrt(squares / (n - 1) / n));
    }

    public static Interval of(List<Double> samples) {
        return of(samples.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Of something that has no randomness in it. */
    public static Interval exactly(double value) {
        return new Interval(value, 0);
    }

    public boolean known() {
        return !Double.isNaN(mean);
    }

    public double low() {
        return mean - margin();
    }

    public double high() {
        return mean + margin();
    }

    /** The half width, or nothing if it is unknown. */
    private double margin() {
        return Double.isNaN(halfWidth) ? 0 : halfWidth;
    }
}
