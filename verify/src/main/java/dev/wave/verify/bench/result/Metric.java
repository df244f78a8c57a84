package dev.wave.verify.bench.result;

/** One number that every sample of a table gives. */
public record Metric(String name, String unit, Better better) {
    /** Which way is good. */
    public enum Better {
        HIGHER,
        LOWER
    }

    public static Metric higher(String name, String unit) {
        return new Metric(name, unit, Better.HIGHER);
    }

    public static Metric lower(String name, String unit) {
        return new Metric(name, unit, Better.LOWER);
    }
}
