package dev.wave.verify.bench.queue;

import dev.wave.verify.bench.result.Statistics;
import java.util.ArrayList;
import java.util.List;

/**
 * What the measuring processes of one sample said, line by line:
 *
 * <pre>
 *   round N             a round of messages took N nanoseconds
 *   trips V:C V:C ...   in a round, C round trips took V nanoseconds each; V ascending
 *   switches N          the thread was taken off its CPU N times against its will
 * </pre>
 */
final class WireReport {
    /** The CPUs are shared with the rest of the machine; a quiet round is one that nine in ten do not better. */
    private static final double QUIET = 0.1;

    private static final double HALF_STEP = 5;

    private final List<Double> roundNanos = new ArrayList<>();
    private final List<Double> medians = new ArrayList<>();
    private final List<Double> tails = new ArrayList<>();
    private long switches;

    void line(String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "round" -> roundNanos.add(Double.parseDouble(words[1]));
            case "switches" -> switches += Long.parseLong(words[1]);
            case "trips" -> trips(words);
            default -> throw new IllegalArgumentException("a measuring process said what nobody understands: " + line);
        }
    }

    private void trips(String... words) {
        double[] values = new double[words.length - 1];
        long[] counts = new long[words.length - 1];
        for (int i = 1; i < words.length; i++) {
            int colon = words[i].indexOf(':');
            values[i - 1] = Double.parseDouble(words[i].substring(0, colon));
            counts[i - 1] = Long.parseLong(words[i].substring(colon + 1));
        }
        medians.add(quantile(0.5, values, counts));
        tails.add(quantile(0.99, values, counts));
    }

    /**
     * The quantile of grouped values. Clocks tick in steps (10 ns on some CPUs), so many trips read the same; each group is taken to be
     * spread evenly around its value, to the middle between it and its neighbours or half a step, or the median could only be one step
     * or the next.
     */
    static double quantile(double share, double[] values, long[] counts) {
        double total = 0;
        for (long count : counts) {
            total += count;
        }
        double wanted = share * total;
        double before = 0;
        for (int i = 0; i < values.length; i++) {
            if (before + counts[i] >= wanted) {
                double low = values[i] - (i == 0 ? HALF_STEP : Math.min(HALF_STEP, (values[i] - values[i - 1]) / 2));
                double high = values[i]
                        + (i == values.length - 1 ? HALF_STEP : Math.min(HALF_STEP, (values[i + 1] - values[i]) / 2));
                return low + (high - low) * (wanted - before) / counts[i];
            }
            before += counts[i];
        }
        return Double.NaN;
    }

    /** Millions of messages per second in a quiet round. */
    double millionsPerSecond(int messages) {
        return messages * 1e3 / Statistics.quantile(QUIET, array(roundNanos));
    }

    /** Nanoseconds that half of the round trips of a quiet round stay below. */
    double medianNanos() {
        return Statistics.quantile(QUIET, array(medians));
    }

    /** Nanoseconds that 99 % of the round trips of a quiet round stay below. */
    double tailNanos() {
        return Statistics.quantile(QUIET, array(tails));
    }

    long switches() {
        return switches;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
