package dev.wave.lab.scenario;

import dev.wave.core.model.Cost;
import dev.wave.core.model.Unit;
import dev.wave.lab.experiment.Chart.Scale;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is varied.
 *
 * @param constant which one, if it is a constant of the machine; else null
 * @param values in ascending order, in nanoseconds where they are times
 */
public record Sweep(Variable variable, Cost constant, List<Double> values) {
    /** Most of them: each costs runs on both sides. */
    public static final int MOST_VALUES = 40;

    public Sweep {
        values = List.copyOf(values);
    }

    /** What can be varied. */
    public enum Variable {
        LOAD("load, of all cores", Scale.LINEAR),
        SLICE("slice (us)", Scale.LOGARITHMIC),
        LINK_LATENCY("link latency: round trip of a read (ns)", Scale.LOGARITHMIC),
        CORES("cores", Scale.LINEAR),
        QUEUE_DEPTH("slots of a message queue", Scale.LOGARITHMIC),
        CONSTANT("", Scale.LINEAR);

        private final String label;
        private final Scale scale;

        Variable(String label, Scale scale) {
            this.label = label;
            this.scale = scale;
        }

        /** As files write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static List<String> words() {
            return Arrays.stream(values()).map(Variable::word).toList();
        }

        public static Variable of(String word) {
            return Arrays.stream(values())
                    .filter(variable -> variable.word().equals(word))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Values that show where things change. */
    public static List<Double> usual(Variable variable) {
        return switch (variable) {
            case LOAD -> List.of(0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95);
            case SLICE -> List.of(5e3, 1e4, 2e4, 3e4, 5e4, 1e5, 3e5);
            case LINK_LATENCY -> List.of(100.0, 200.0, 400.0, 750.0, 1_500.0, 3_000.0);
            case CORES -> List.of(4.0, 8.0, 16.0, 32.0);
            case QUEUE_DEPTH -> List.of(16.0, 64.0, 256.0, 1_024.0);
            case CONSTANT -> List.of();
        };
    }

    /** The scenario at one of the values. */
    public Setup at(Setup base, double value) {
        return switch (variable) {
            case LOAD -> base.withLoad(value);
            case SLICE -> base.withSliceNanos(value);
            case LINK_LATENCY -> base.withLinkLatency(value);
            case CORES -> base.withCores((int) value);
            case QUEUE_DEPTH -> base.withQueueDepth((int) value);
            case CONSTANT -> base.withConstant(constant, value);
        };
    }

    /** How much a host can do at most does not depend on how much it is offered. */
    boolean movesSaturation() {
        return variable != Variable.LOAD;
    }

    String label() {
        if (variable != Variable.CONSTANT) {
            return variable.label;
        }
        return constant.key()
                + (constant.unit() == Unit.COUNT ? "" : " (" + constant.unit().symbol() + ")");
    }

    Scale scale() {
        return variable.scale;
    }

    /** A value in the unit of the label. */
    double shown(double value) {
        return variable == Variable.SLICE ? value / 1_000 : value;
    }
}
