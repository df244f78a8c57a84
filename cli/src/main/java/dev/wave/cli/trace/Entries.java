package dev.wave.cli.trace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * All entries of a trace, by time.
 *
 * @param window the time they are from
 * @param dropped entries of the window that were left out because there were too many; always the earliest
 * @param lostBytes what the recorders themselves say they could not keep
 */
record Entries(List<Entry> all, Window window, long dropped, long lostBytes) {

    /** A stretch of the machine's monotonic clock, both ends included. */
    record Window(long startNanos, long endNanos) {
        static final Window EVER = new Window(Long.MIN_VALUE, Long.MAX_VALUE);

        boolean holds(Entry entry) {
            return entry.nanos() >= startNanos && entry.nanos() <= endNanos;
        }

        double seconds() {
            return (endNanos - startNanos) / 1e9;
        }
    }

    /**
     * Reads recordings, in two passes so that memory is bounded: the first only learns the times.
     *
     * @param most the most entries to keep. The latest are kept: shortly after a recording begins, both JVMs still compile anew what the
     *     recording changed
     */
    static Entries read(List<Path> files, Window window, int most) {
        List<LedgerFile> recordings = files.stream().map(LedgerFile::new).toList();
        Times times = new Times();
        recordings.forEach(recording -> recording.forEach(entry -> {
            if (window.holds(entry)) {
                times.add(entry.nanos());
            }
        }));
        long[] sorted = times.sorted();
        long dropped = Math.max(0, sorted.length - most);
        Window kept = kept(window, sorted, (int) dropped);
        List<Entry> all = new ArrayList<>();
        recordings.forEach(recording -> recording.forEach(entry -> {
            if (kept.holds(entry)) {
                all.add(entry);
            }
        }));
        all.sort(Comparator.comparingLong(Entry::nanos));
        long lost = recordings.stream().mapToLong(LedgerFile::lostBytes).sum();
        return new Entries(all, kept, sorted.length - all.size(), lost);
    }

    private static Window kept(Window asked, long[] sorted, int dropped) {
        if (sorted.length == 0) {
            return asked;
        }
        boolean whole = dropped == 0 && !asked.equals(Window.EVER);
        // Entries of the same nanosecond stay or go together.
        long start = dropped == 0 ? sorted[0] : sorted[dropped - 1] + 1;
        return whole ? asked : new Window(start, Math.min(asked.endNanos(), sorted[sorted.length - 1]));
    }

    /** All entries of one kind, by time. */
    <E extends Entry> List<E> of(Class<E> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The entries of one link. */
    Entries ofLink(String link) {
        return new Entries(
                all.stream().filter(entry -> entry.link().equals(link)).toList(), window, dropped, lostBytes);
    }

    /** The links there are entries of, in the order of their names. */
    List<String> links() {
        return stream().map(Entry::link).distinct().sorted().toList();
    }

    Stream<Entry> stream() {
        return all.stream();
    }

    /** A list of times without a box around each. */
    private static final class Times {
        private long[] nanos = new long[1024];
        private int size;

        void add(long time) {
            if (size == nanos.length) {
                nanos = Arrays.copyOf(nanos, size * 2);
            }
            nanos[size++] = time;
        }

        long[] sorted() {
            long[] sorted = Arrays.copyOf(nanos, size);
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
