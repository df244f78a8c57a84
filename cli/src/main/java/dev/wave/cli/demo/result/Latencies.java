package dev.wave.cli.demo.result;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * The latencies of one run, in nanoseconds.
 *
 * @param gets of short requests, one histogram per window of the run
 * @param scans of long requests
 * @param slowdown latency over own service time, in hundredths
 * @param stages where the time of short requests went, in the order in which they go through
 */
public record Latencies(List<Histogram> gets, Histogram scans, Histogram slowdown, Map<String, Histogram> stages) {
    private static final int SAMPLES_BEYOND = 100;
    private static final double SLOWDOWN_SCALE = 100;

    public Latencies {
        gets = List.copyOf(gets);
    }

    /** From what the NIC's process said. */
    public static Latencies decode(Map<String, String> said) {
        List<Histogram> gets = new ArrayList<>();
        for (int window = 0; said.containsKey("get." + window); window++) {
            gets.add(histogram(said.get("get." + window)));
        }
        Map<String, Histogram> stages = new LinkedHashMap<>();
        for (String stage : List.of("taken", "waited", "handled", "returned")) {
            stages.put(stage, histogram(said.get("stage." + stage)));
        }
        return new Latencies(gets, histogram(said.get("scan")), histogram(said.get("slowdown")), stages);
    }

    private static Histogram histogram(String text) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("a histogram arrived damaged: " + e.getMessage(), e);
        }
    }

    /** All short requests together. */
    public Histogram allGets() {
        Histogram sum = new Histogram(3);
        gets.forEach(sum::add);
        return sum;
    }

    /** A quantile of short requests, in nanoseconds, with its margin. */
    public Estimate get(double quantile) {
        Estimate all = of(allGets(), quantile);
        if (!all.known()) {
            return all;
        }
        double[] windows = gets.stream()
                .filter(window -> window.getTotalCount() > 0)
                .mapToDouble(window -> window.getValueAtPercentile(quantile * 100))
                .toArray();
        return new Estimate(all.value(), Estimate.margin(windows));
    }

    /** A quantile of long requests. */
    public Estimate scan(double quantile) {
        return of(scans, quantile);
    }

    /** A quantile of latency over own service time, of all requests. */
    public Estimate slowdown(double quantile) {
        Estimate scaled = of(slowdown, quantile);
        return new Estimate(scaled.value() / SLOWDOWN_SCALE, Double.NaN);
    }

    /** Unknown unless enough samples lie beyond: the last few say more about chance than about the service. */
    private static Estimate of(Histogram histogram, double quantile) {
        // Rounded, because 1 - 0.99 is a little less than a hundredth.
        boolean enough = Math.round(histogram.getTotalCount() * (1 - quantile)) >= SAMPLES_BEYOND;
        return enough ? new Estimate(histogram.getValueAtPercentile(quantile * 100), Double.NaN) : Estimate.UNKNOWN;
    }
}
