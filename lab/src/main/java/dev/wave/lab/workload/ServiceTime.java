package dev.wave.lab.workload;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** How long the work of one request takes, on a core that does nothing else. Nanoseconds in descriptions, picoseconds in draws. */
public sealed interface ServiceTime {
    double meanNanos();

    /** Mean of the square, in ns^2: what queueing formulas ask for beside the mean. */
    double meanSquare();

    /** @return at least 1 */
    long drawPicos(RandomGenerator random);

    static ServiceTime constantNanos(double nanos) {
        return new Constant(nanos);
    }

    static ServiceTime exponentialNanos(double meanNanos) {
        return new Exponential(meanNanos);
    }

    /** Always the same. */
    record Constant(double nanos) implements ServiceTime {
        public Constant {
            positive(nanos, "a service time");
        }

        @Override
        public double meanNanos() {
            return nanos;
        }

        @Override
        public double meanSquare() {
            return nanos * nanos;
        }

        @Override
        public long drawPicos(RandomGenerator random) {
            return picos(nanos);
        }
    }

    /** Exponentially distributed. */
    record Exponential(double meanNanos) implements ServiceTime {
        public Exponential {
            positive(meanNanos, "a mean service time");
        }

        @Override
        public double meanSquare() {
            return 2 * meanNanos * meanNanos;
        }

        @Override
        public long drawPicos(RandomGenerator random) {
            return picos(random.nextExponential() * meanNanos);
        }
    }

    /**
     * One of two, within one class: the scheduler is not told which.
     *
     * @param longShare how many of all are long: above 0, below 1
     */
    record Bimodal(double shortNanos, double longNanos, double longShare) implements ServiceTime {
        public Bimodal {
            positive(shortNanos, "a service time");
            positive(longNanos, "a service time");
            if (!(longShare > 0 && longShare < 1)) {
                throw new IllegalArgumentException(
                        "share " + longShare + " of long requests: give one above 0, below 1");
            }
        }

        @Override
        public double meanNanos() {
            return shortNanos + longShare * (longNanos - shortNanos);
        }

        @Override
        public double meanSquare() {
            return shortNanos * shortNanos + longShare * (longNanos * longNanos - shortNanos * shortNanos);
        }

        @Override
        public long drawPicos(RandomGenerator random) {
            return picos(random.nextDouble() < longShare ? longNanos : shortNanos);
        }
    }

    /** One of a number of values, each as often as its weight says. */
    final class Histogram implements ServiceTime {
        private final double[] nanos;
        /** Share of all values up to and with this one; the last is 1. */
        private final double[] upTo;

        /** @param weights as many as there are values, of any sum */
        public Histogram(double[] nanos, double[] weights) {
            if (nanos.length == 0 || nanos.length != weights.length) {
                throw new IllegalArgumentException(nanos.length + " values and " + weights.length + " weights");
            }
            this.nanos = nanos.clone();
            this.upTo = new double[nanos.length];
            double all = Arrays.stream(weights).sum();
            double sum = 0;
            for (int i = 0; i < nanos.length; i++) {
                positive(nanos[i], "a service time");
                positive(weights[i], "a weight");
                sum += weights[i];
                upTo[i] = sum / all;
            }
            upTo[nanos.length - 1] = 1;
        }

        @Override
        public double meanNanos() {
            double mean = 0;
            for (int i = 0; i < nanos.length; i++) {
                mean += share(i) * nanos[i];
            }
            return mean;
        }

        @Override
        public double meanSquare() {
            double mean = 0;
            for (int i = 0; i < nanos.length; i++) {
                mean += share(i) * nanos[i] * nanos[i];
            }
            return mean;
        }

        private double share(int i) {
            return upTo[i] - (i == 0 ? 0 : upTo[i - 1]);
        }

        @Override
        public long drawPicos(RandomGenerator random) {
            int found = Arrays.binarySearch(upTo, random.nextDouble());
            // A draw that hits a boundary exactly belongs to the value above it.
            return picos(nanos[found >= 0 ? found + 1 : -found - 1]);
        }
    }

    private static long picos(double nanos) {
        return Math.max(1, Math.round(nanos * 1_000));
    }

    private static void positive(double value, String what) {
        if (!(value > 0 && value < 1e15)) {
            throw new IllegalArgumentException(what + " of " + value + ": give one above 0");
        }
    }
}
