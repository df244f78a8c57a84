package dev.wave.lab.workload;

import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** How long answers took, class by class: recorded without allocating, within 0.1 % of their value. */
public final class Latencies {
    private static final long MOST_NANOS = 3_600_000_000_000L;
    private static final int DIGITS = 3;
    private static final int PICOS_PER_NANO = 1_000;
    private static final int ANSWERS_ABOVE = 10;

    private final List<String> classNames;
    private final Histogram[] histograms;

    public Latencies(List<String> classNames) {
        this.classNames = List.copyOf(classNames);
        this.histograms = IntStream.range(0, classNames.size())
                .mapToObj(i -> new Histogram(MOST_NANOS, DIGITS))
                .toArray(Histogram[]::new);
    }

    public void record(int classIndex, long picos) {
        histograms[classIndex].recordValue(Math.min(MOST_NANOS, (picos + PICOS_PER_NANO / 2) / PICOS_PER_NANO));
    }

    public List<String> classNames() {
        return classNames;
    }

    /** How many answers of this class there were. */
    public long count(int classIndex) {
        return histograms[classIndex].getTotalCount();
    }

    /** Of all classes. */
    public long count() {
        return IntStream.range(0, histograms.length).mapToLong(this::count).sum();
    }

    public double meanNanos(int classIndex) {
        return count(classIndex) == 0 ? Double.NaN : histograms[classIndex].getMean();
    }

    /**
     * The latency that this share of the class's answers did not exceed.
     *
     * @param quantile 0.99 for p99
     * @return NaN if fewer than ten answers are expected above it: such a number would be an accident
     */
    public double quantileNanos(int classIndex, double quantile) {
        return quantile(histograms[classIndex], quantile);
    }

    /** The same of the answers of all classes together. */
    public double quantileNanos(double quantile) {
        Histogram all = new Histogram(MOST_NANOS, DIGITS);
        for (Histogram one : histograms) {
            all.add(one);
        }
        return quantile(all, quantile);
    }

    private static double quantile(Histogram histogram, double quantile) {
        boolean enough = histogram.getTotalCount() * (1 - quantile) >= ANSWERS_ABOVE - 1e-6;
        return enough ? histogram.getValueAtPercentile(quantile * 100) : Double.NaN;
    }
}
