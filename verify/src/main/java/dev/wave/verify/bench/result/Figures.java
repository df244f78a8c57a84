package dev.wave.verify.bench.result;

import java.util.Locale;

/** Numbers as people read them: three digits that count. */
public final class Figures {
    private Figures() {}

    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        double size = Math.abs(value);
        String format =
                size >= 99.95 ? "%,.0f" : size >= 9.995 ? "%.1f" : size >= 0.0995 || size == 0 ? "%.2f" : "%.2g";
        return String.format(Locale.ROOT, format, value);
    }

    public static String percent(double share) {
        return Double.isNaN(share) ? "unknown" : String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
