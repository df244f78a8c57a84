package dev.wave.cli.trace;

import dev.wave.cli.trace.Shape.Slice;
import dev.wave.core.ledger.TraceWriter.Track;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns entries into slices of one track that lie apart or inside each other, as readers demand, whatever the clock said.
 *
 * <p>Most entries are moments. To be seen, clicked and bound to arrows they must be slices: on the host's tracks they get a fixed length, or
 * less if the next one comes sooner; inside an agent's step each lasts until the next one, so that there it shows what the time went into.
 */
final class Rows {
    private static final long MOMENT_NANOS = 200;

    private final Map<Entry, Slice> placed = new IdentityHashMap<>();

    /** Where an entry went; null if it has no slice. */
    Slice slice(Entry entry) {
        return placed.get(entry);
    }

    /** All slices made so far. */
    List<Slice> all() {
        return List.copyOf(placed.values());
    }

    private void place(Track track, Entry entry, long startNanos, long lengthNanos) {
        placed.put(
                entry,
                new Slice(
                        track,
                        Words.name(entry),
                        Words.category(entry),
                        startNanos,
                        lengthNanos,
                        () -> Words.details(entry)));
    }

    /** Moments one behind the other; {@code moments} by time. */
    void row(Track track, List<? extends Entry> moments) {
        row(track, moments, Long.MIN_VALUE);
    }

    /** @return from when on the track is free; it was from {@code free} on */
    private long row(Track track, List<? extends Entry> moments, long free) {
        long from = free;
        for (int i = 0; i < moments.size(); i++) {
            long start = Math.max(moments.get(i).nanos(), from);
            long next = i + 1 < moments.size() ? moments.get(i + 1).nanos() : Long.MAX_VALUE;
            long length = Math.clamp(next - start, 1, MOMENT_NANOS);
            place(track, moments.get(i), start, length);
            from = start + length;
        }
        return from;
    }

    /** The steps of an agent, and what happened inside each; both by time. */
    void steps(Track track, List<Entry.Step> steps, List<? extends Entry> moments) {
        long free = Long.MIN_VALUE;
        int next = 0;
        List<Entry> inside = new ArrayList<>();
        for (Entry.Step step : steps) {
            List<Entry> before = new ArrayList<>();
            inside.clear();
            while (next < moments.size() && moments.get(next).nanos() <= step.nanos()) {
                Entry moment = moments.get(next++);
                (moment.nanos() < step.startNanos() ? before : inside).add(moment);
            }
            // Belongs to a step that did not make it into the trace.
            free = step(track, step, inside, row(track, before, free));
        }
        row(track, moments.subList(next, moments.size()), free);
    }

    private long step(Track track, Entry.Step step, List<Entry> inside, long free) {
        long start = Math.max(step.startNanos(), free);
        long at = start;
        // Each needs a nanosecond of its own.
        long end = Math.max(step.nanos(), start + inside.size() + 1);
        for (int i = 0; i < inside.size(); i++) {
            long behind = end - (inside.size() - 1 - i);
            long until = i + 1 < inside.size() ? Math.min(inside.get(i + 1).nanos(), behind) : end;
            at = Math.clamp(inside.get(i).nanos(), at, behind - 1);
            long length = Math.max(1, until - at);
            place(track, inside.get(i), at, length);
            at += length;
        }
        place(track, step, start, end - start);
        return end;
    }

    /** A run; the caller has seen to it that the track is free then. */
    void run(Track track, Entry.Run run) {
        place(track, run, run.startNanos(), Math.max(1, run.ranNanos()));
    }
}
