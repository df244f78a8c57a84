package dev.wave.cli.demo.nic;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Latencies of the measured part of a run, allocated beforehand. Requests of the warm-up are not looked at. */
public final class Measurements {
    /** The measured part is cut into this many windows, whose scatter says how sure a number is. */
    public static final int WINDOWS = 10;

    private static final long LONGEST_NANOS = 1_000_000_000_000L;
    private static final int DIGITS = 3;
    private static final int SLOWDOWN_SCALE = 100;

    /** When the measured part is, after the start, and how long requests take on an idle core. */
    public record Frame(long fromNanos, long nanos, long getNanos, long scanNanos) {
        public long toNanos() {
            return fromNanos + nanos;
        }
    }

    private final Frame frame;
    private final Histogram[] gets = new Histogram[WINDOWS];
    private final Histogram scans = histogram();
    private final Histogram slowdown = histogram();
    private final Histogram taken = histogram();
    private final Histogram waited = histogram();
    private final Histogram handled = histogram();
    private final Histogram returned = histogram();
    private long answeredInFrame;

    public Measurements(Frame frame) {
        this.frame = frame;
        Arrays.setAll(gets, i -> histogram());
    }

    private static Histogram histogram() {
        return new Histogram(LONGEST_NANOS, DIGITS);
    }

    /** Counts towards throughput whatever was answered while measuring, whenever it was asked. */
    void answered(long seen) {
        if (seen >= frame.fromNanos() && seen < frame.toNanos()) {
            answeredInFrame++;
        }
    }

    /** One answer; all times in nanoseconds after the start. */
    void record(boolean scan, long scheduled, long tookIn, long began, long ended, long seen) {
        if (scheduled < frame.fromNanos() || scheduled >= frame.toNanos()) {
            return;
        }
        long latency = seen - scheduled;
        if (scan) {
            add(scans, latency);
            add(slowdown, latency * SLOWDOWN_SCALE / frame.scanNanos());
            return;
        }
        add(gets[(int) ((scheduled - frame.fromNanos()) * WINDOWS / frame.nanos())], latency);
        add(slowdown, latency * SLOWDOWN_SCALE / frame.getNanos());
        add(taken, tookIn - scheduled);
        add(waited, began - tookIn);
        add(handled, ended - began);
        add(returned, seen - ended);
    }

    private static void add(Histogram histogram, long value) {
        histogram.recordValue(Math.clamp(value, 0, LONGEST_NANOS));
    }

    /** Everything as text, by name: counts as numbers, histograms compressed. */
    Map<String, String> encode() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("answered", Long.toString(answeredInFrame));
        for (int i = 0; i < WINDOWS; i++) {
            all.put("get." + i, text(gets[i]));
        }
        all.put("scan", text(scans));
        all.put("slowdown", text(slowdown));
        all.put("stage.taken", text(taken));
        all.put("stage.waited", text(waited));
        all.put("stage.handled", text(handled));
        all.put("stage.returned", text(returned));
        return all;
    }

    private static String text(Histogram histogram) {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }
}
