package dev.wave.lab.report;

import dev.wave.lab.experiment.Chart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A part of an axis, from one round number to another.
 *
 * @param ticks where it is marked, from its lower end to its upper one
 */
record Span(Scale scale, List<Double> ticks) {
    private static final int LINEAR_STEPS = 6;
    private static final double NARROW = 0.7;

    /** One that holds all these values; on a logarithmic axis, those above 0. */
    static Span around(Scale scale, List<Double> values) {
        double[] shown = values.stream()
                .filter(value -> fits(scale, value))
                .mapToDouble(value -> value)
                .toArray();
        double least = DoubleStream.of(shown).min().orElse(1);
        double most = DoubleStream.of(shown).max().orElse(10);
        return scale == Scale.LOGARITHMIC ? new Span(scale, decades(least, most)) : new Span(scale, steps(least, most));
    }

    static boolean fits(Scale scale, double value) {
        return Double.isFinite(value) && (scale == Scale.LINEAR || value > 0);
    }

    private static List<Double> decades(double least, double most) {
        int from = (int) Math.floor(Math.log10(least) + 1e-9);
        int to = Math.max(from + 1, (int) Math.ceil(Math.log10(most) - 1e-9));
        List<Double> ticks = new ArrayList<>();
        for (int decade = from; decade <= to; decade++) {
            ticks.add(Math.pow(10, decade));
        }
        return ticks;
    }

    /** From 0 unless all values lie close together far from it: a cut axis exaggerates. */
    private static List<Double> steps(double least, double most) {
        double from = least >= 0 && least < NARROW * most ? 0 : least;
        double step = round(Math.max((most - from) / LINEAR_STEPS, Math.max(Math.abs(most) * 1e-6, 1e-12)));
        List<Double> ticks = new ArrayList<>();
        long first = (long) Math.floor(from / step + 1e-9);
        for (long i = first; ticks.size() < 2 || ticks.getLast() < most - step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** The next of 1, 2, 2.5, 5, 10 times a power of ten. */
    private static double round(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step)));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (factor * power >= step * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** Where a value lies: 0 at the lower end, 1 at the upper. */
    double share(double value) {
        double low = place(ticks.getFirst());
        double high = place(ticks.getLast());
        return Math.clamp((place(value) - low) / (high - low), 0, 1);
    }

    private double place(double value) {
        return scale == Scale.LINEAR ? value : Math.log10(Math.max(value, Double.MIN_NORMAL));
    }
}
