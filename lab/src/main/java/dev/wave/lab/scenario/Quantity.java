package dev.wave.lab.scenario;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number with a unit, as people write it: "500 ns". */
public final class Quantity {
    private static final Pattern FORM =
            Pattern.compile("\\s*([0-9][0-9_]*(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\\s*(\\S*)\\s*");
    private static final Map<String, Double> NANOS = Map.of("ns", 1.0, "us", 1e3, "\u00b5s", 1e3, "ms", 1e6, "s", 1e9);

    private Quantity() {}

    /** A time in nanoseconds, if it is one. */
    public static OptionalDouble nanos(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || !NANOS.containsKey(parts.group(2))) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(number(parts) * NANOS.get(parts.group(2)));
    }

    /** The number before exactly this unit, if that is what it is. */
    public static OptionalDouble of(String text, String unit) {
        Matcher parts = FORM.matcher(text);
        return parts.matches() && parts.group(2).equals(unit)
                ? OptionalDouble.of(number(parts))
                : OptionalDouble.empty();
    }

    private static double number(Matcher parts) {
        return Double.parseDouble(parts.group(1).replace("_", ""));
    }

    /** A time in words, in the unit that fits. */
    public static String time(double nanos) {
        return nanos < 1e3
                ? plain(nanos) + " ns"
                : nanos < 1e6
                        ? plain(nanos / 1e3) + " us"
                        : nanos < 1e9 ? plain(nanos / 1e6) + " ms" : plain(nanos / 1e9) + " s";
    }

    /** No digit more than it has. */
    public static String plain(double value) {
        return String.format(Locale.ROOT, "%.6f", value).replaceFirst("\\.?0+$", "");
    }
}
