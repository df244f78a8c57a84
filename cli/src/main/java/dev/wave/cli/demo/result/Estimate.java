package dev.wave.cli.demo.result;

/**
 * A number and how sure it is.
 *
 * @param value NaN if there were too few samples to say
 * @param margin half of the 95 % interval; NaN if unknown
 */
public record Estimate(double value, double margin) {
    public static final Estimate UNKNOWN = new Estimate(Double.NaN, Double.NaN);

    /** Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom. */
    private static final double[] T = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    public boolean known() {
        return !Double.isNaN(value);
    }

    /**
     * The margin by the method of batch means: each window gives the number once, and they scatter as independent values do, because a
     * window is much longer than the service's memory.
     */
    public static double margin(double[] windows) {
        int n = windows.length;
        if (n < 2) {
            return Double.NaN;
        }
        double mean = 0;
        for (double window : windows) {
            mean += window / n;
        }
        double squares = 0;
        for (double window : windows) {
            squares += (window - mean) * (window - mean);
        }
        return T[Math.min(n - 1, T.length) - 1] * Math.sqrt(squares / (n - 1) / n);
    }
}
