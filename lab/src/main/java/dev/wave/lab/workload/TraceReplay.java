package dev.wave.lab.workload;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Requests as they were recorded. A run that lasts longer than the trace sees it again from its start, one mean gap after its end. No randomness is in it: every run
 * is the same.
 */
public final class TraceReplay implements Workload {
    private final List<String> classNames;
    private final long[] arrivalPicos;
    private final long[] servicePicos;
    private final byte[] classes;
    private final long periodPicos;
    private final double meanServiceNanos;

    /** Slower (above 1) or faster than recorded. */
    private final double stretch;

    /** @param requests in the order of their arrivals, at least two, and not all at once */
    TraceReplay(List<String> classNames, long[] arrivalPicos, long[] servicePicos, byte[] classes) {
        this(classNames, arrivalPicos, servicePicos, classes, 1);
    }

    private TraceReplay(
            List<String> classNames, long[] arrivalPicos, long[] servicePicos, byte[] classes, double stretch) {
        this.classNames = List.copyOf(classNames);
        this.arrivalPicos = arrivalPicos;
        this.servicePicos = servicePicos;
        this.classes = classes;
        this.stretch = stretch;
        int n = arrivalPicos.length;
        long span = arrivalPicos[n - 1] - arrivalPicos[0];
        this.periodPicos = span + Math.max(1, span / (n - 1));
        double sum = 0;
        for (long service : servicePicos) {
            sum += service;
        }
        this.meanServiceNanos = sum / n / 1_000;
    }

    /** How many requests were recorded. */
    public int requests() {
        return arrivalPicos.length;
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public int mostFrequentClass() {
        int[] counts = new int[classNames.size()];
        int most = 0;
        for (byte one : classes) {
            counts[one]++;
            most = counts[one] > counts[most] ? one : most;
        }
        return most;
    }

    @Override
    public double meanServiceNanos() {
        return meanServiceNanos;
    }

    @Override
    public double erlangs() {
        return meanServiceNanos * requests() / (periodPicos / 1e3 * stretch);
    }

    /** The gaps are stretched or shrunk, the service times stay. */
    @Override
    public TraceReplay withErlangs(double erlangs) {
        return new TraceReplay(classNames, arrivalPicos, servicePicos, classes, stretch * this.erlangs() / erlangs);
    }

    @Override
    public Source source(RandomGenerator random) {
        return new Recorded();
    }

    private final class Recorded implements Source {
        private int next;
        private long round;
        private int taken;

        @Override
        public long arrivalPicos() {
            long recorded = arrivalPicos[next] - arrivalPicos[0] + round * periodPicos;
            return stretch == 1 ? recorded : Math.round(recorded * stretch);
        }

        @Override
        public void take() {
            taken = next++;
            if (next == arrivalPicos.length) {
                next = 0;
                round++;
            }
        }

        @Override
        public long servicePicos() {
            return servicePicos[taken];
        }

        @Override
        public int classIndex() {
            return classes[taken];
        }

        @Override
        public void answered(long nowPicos) {
            // What was recorded does not wait.
        }
    }
}
