package dev.wave.lab.experiment;

import java.util.Arrays;
import java.util.List;

/**
 * A mean and how sure it is.
 *
 * @param mean NaN if there was nothing to take it of
 * @param halfWidth half of the 95 % interval; NaN if one sample is all there is
 */
public record Interval(double mean, double halfWidth) {
    public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

    /** Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom. */
    private static final double[] T = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    /** Of runs that know nothing of each other. */
    public static Interval of(double... samples) {
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
        return new Interval(mean, T[Math.min(n - 1, T.length) - 1] * Math.sqrt(squares / (n - 1) / n));
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
