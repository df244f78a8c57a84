package dev.wave.cli.demo.result;

import dev.wave.lab.experiment.Interval;

/**
 * A number and how sure it is.
 *
 * @param value NaN if there were too few samples to say
 * @param margin half of the 95 % interval; NaN if unknown
 */
public record Estimate(double value, double margin) {
    public static final Estimate UNKNOWN = new Estimate(Double.NaN, Double.NaN);

    public boolean known() {
        return !Double.isNaN(value);
    }

    /**
     * The margin by the method of batch means: each window gives the number once, and they scatter as independent values do, because a
     * window is much longer than the service's memory.
     */
    public static double margin(double[] windows) {
        return Interval.of(windows).halfWidth();
    }
}
