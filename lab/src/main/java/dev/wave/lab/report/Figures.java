package dev.wave.lab.report;

import dev.wave.lab.experiment.Interval;
import java.util.Locale;

/** Numbers as people read them: as many digits as are known. */
public final class Figures {
    private static final int DIGITS = 4;

    /** A margin below this share of the mean is what adding up leaves of equal numbers. */
    private static final double ROUNDING = 1e-6;

    private Figures() {}

    /** A number whose scatter is not known: four digits. */
    public static String text(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return fixed(value, decimals(value, DIGITS));
    }

    /** A mean and its margin, down to the margin's second digit. */
    public static String text(Interval interval) {
        boolean scatters = interval.halfWidth() > ROUNDING * Math.abs(interval.mean());
        if (!interval.known() || !scatters) {
            return text(interval.mean());
        }
        int decimals = Math.min(decimals(interval.halfWidth(), 2), decimals(interval.mean(), DIGITS + 2));
        return fixed(interval.mean(), decimals) + " ±" + fixed(interval.halfWidth(), decimals);
    }

    /** A mark on an axis, or a bound: no digit more than it has. */
    public static String plain(double value) {
        String fixed = fixed(value, Math.clamp(decimals(value, DIGITS), 0, 9));
        return fixed.contains(".") ? fixed.replaceFirst("\\.?0+$", "") : fixed;
    }

    /** How many decimals show so many digits. */
    private static int decimals(double value, int digits) {
        if (value == 0) {
            return 0;
        }
        return Math.clamp(digits - 1 - (int) Math.floor(Math.log10(Math.abs(value))), 0, 9);
    }

    private static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
