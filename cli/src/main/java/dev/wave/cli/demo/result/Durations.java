package dev.wave.cli.demo.result;

import java.util.Locale;

/** Times as people read them: three digits and a unit that fits. */
public final class Durations {
    private Durations() {}

    public static String text(long nanos) {
        return text((double) nanos);
    }

    public static String text(double nanos) {
        if (Double.isNaN(nanos)) {
            return "-";
        }
        if (nanos < 1e3) {
            return digits(nanos) + " ns";
        }
        if (nanos < 1e6) {
            return digits(nanos / 1e3) + " us";
        }
        return nanos < 1e9 ? digits(nanos / 1e6) + " ms" : digits(nanos / 1e9) + " s";
    }

    /** The value and its margin, in one unit. */
    public static String text(Estimate estimate) {
        String value = text(estimate.value());
        if (!estimate.known() || Double.isNaN(estimate.margin())) {
            return value;
        }
        double percent = 100 * estimate.margin() / Math.max(1, estimate.value());
        return value + String.format(Locale.ROOT, " ±%.0f%%", percent);
    }

    private static String digits(double value) {
        String format = value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
