package dev.wave.lab.experiment;

import dev.wave.core.model.Confidence;

/**
 * What others found: a value, or a range of them.
 *
 * @param low the least value that agrees; NaN if no value is known
 * @param high the greatest
 * @param text as it is printed
 * @param status how we know it
 * @param source where from
 */
public record Published(double low, double high, String text, Confidence status, String source) {
    /** Nothing is known: the number stands for itself. */
    public static final Published UNKNOWN =
            new Published(Double.NaN, Double.NaN, "unknown", Confidence.RECALLED, "no figure was at hand");

    /** A range, as it was published. */
    public static Published range(double low, double high, Confidence status, String source) {
        return new Published(low, high, plain(low) + ".." + plain(high), status, source);
    }

    /** One value; what rounds to the digits in which it was published agrees with it. */
    public static Published value(String digits, Confidence status, String source) {
        int point = digits.indexOf('.');
        double half = 0.5 * Math.pow(10, point < 0 ? 0 : -(digits.length() - point - 1));
        double value = Double.parseDouble(digits);
        return new Published(value - half, value + half, digits, status, source);
    }

    public boolean known() {
        return !Double.isNaN(low);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
