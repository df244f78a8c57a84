package dev.wave.cli.trace;

import dev.wave.core.ledger.TraceWriter;
import dev.wave.core.ledger.TraceWriter.Flow;
import dev.wave.core.ledger.TraceWriter.Track;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Supplier;

/** One thing to draw, with its place in time. */
sealed interface Shape {
    /**
     * The order in which they go into the file: by time; at equal times what holds others first, then the arrows that are bound to it, then
     * moments, to which they must not be bound.
     */
    Comparator<Shape> ORDER = Comparator.comparingLong(Shape::nanos)
            .thenComparingInt(shape -> shape instanceof Slice ? 0 : shape instanceof Arrow ? 1 : 2)
            .thenComparing(Comparator.comparingLong(Shape::lengthNanos).reversed())
            .thenComparingInt(Shape::stage);

    long nanos();

    void write(TraceWriter writer) throws IOException;

    default long lengthNanos() {
        return 0;
    }

    default int stage() {
        return 0;
    }

    /** A stretch of a track. */
    record Slice(
            Track track, String name, String category, long nanos, long lengthNanos, Supplier<Map<String, ?>> details)
            implements Shape {
        @Override
        public void write(TraceWriter writer) throws IOException {
            writer.slice(track, name, category, nanos, lengthNanos, details.get());
        }

        long endNanos() {
            return nanos + lengthNanos;
        }

        /** The nearest moment to {@code moment} that lies inside. */
        long inside(long moment) {
            return Math.clamp(moment, nanos, endNanos() - 1);
        }
    }

    /** A moment on a track. */
    record Moment(Track track, String name, String category, long nanos, Supplier<Map<String, ?>> details)
            implements Shape {
        @Override
        public void write(TraceWriter writer) throws IOException {
            writer.instant(track, name, category, nanos, details.get());
        }
    }

    /** A point of an arrow. */
    record Arrow(Track track, Flow flow, long id, long nanos) implements Shape {
        @Override
        public void write(TraceWriter writer) throws IOException {
            writer.flow(flow, "decision", id, track, nanos);
        }

        @Override
        public int stage() {
            return flow.ordinal();
        }
    }
}
