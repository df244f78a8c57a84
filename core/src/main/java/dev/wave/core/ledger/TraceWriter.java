package dev.wave.core.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/**
 * Writes a trace in the JSON form of Chrome's trace events, which Perfetto (ui.perfetto.dev), Speedscope and chrome://tracing open.
 *
 * <p>It knows nothing of where its entries come from, so the same tracks can show recordings of live processes or a simulated run in
 * virtual time. Events are written as they come; readers sort them by time and keep the order of the file between equal times. What they
 * expect of it:
 *
 * <ul>
 *   <li>slices of one track lie inside each other or apart, never half over each other;
 *   <li>a flow's end is bound to the innermost slice that is open on its track at its time, so that slice comes first in the file;
 *   <li>a thread number is used once in the whole file, whatever the process, and is not that of another process: names are looked up by
 *       it alone, and a process is its first thread.
 * </ul>
 */
public final class TraceWriter implements Closeable {

    private static final int FIRST_THREAD = 1001;

    /** A line of the picture, made by {@link #track}. */
    public record Track(int process, int thread) {}

    /** Where on its way a flow is. */
    public enum Flow {
        START("s"),
        STEP("t"),
        END("f");

        private final String phase;

        Flow(String phase) {
            this.phase = phase;
        }
    }

    private final Appendable out;
    private final long originNanos;
    private int processes;
    private int nextThread = FIRST_THREAD;
    private long events;

    /**
     * Writes the head of the file.
     *
     * @param originNanos the time that is shown as 0; times are microseconds after it, and small numbers stay exact to the nanosecond
     * @param about what else the file says of itself
     */
    public TraceWriter(Appendable out, long originNanos, Map<String, ?> about) throws IOException {
        this.out = out;
        this.originNanos = originNanos;
        out.append("{\"displayTimeUnit\":\"ns\",\"otherData\":");
        object(about);
        out.append(",\"traceEvents\":[");
    }

    /**
     * Names a group of tracks; groups are shown in the order in which they are made.
     *
     * @return its number
     */
    public int process(String name) throws IOException {
        int process = ++processes;
        metadata("process_name", new Track(process, process), "name", name);
        metadata("process_sort_index", new Track(process, process), "sort_index", process);
        return process;
    }

    /** Names a track; those of a group are shown in the order in which they are made. */
    public Track track(int process, String name) throws IOException {
        Track track = new Track(process, nextThread++);
        metadata("thread_name", track, "name", name);
        metadata("thread_sort_index", track, "sort_index", track.thread());
        return track;
    }

    /** A stretch of time on a track. */
    public void slice(
            Track track, String name, String category, long startNanos, long lengthNanos, Map<String, ?> details)
            throws IOException {
        begin("X", name, category, track);
        micros("ts", startNanos - originNanos);
        micros("dur", lengthNanos);
        end(details);
    }

    /** A moment on a track. */
    public void instant(Track track, String name, String category, long nanos, Map<String, ?> details)
            throws IOException {
        begin("i", name, category, track);
        micros("ts", nanos - originNanos);
        out.append(",\"s\":\"t\"");
        end(details);
    }

    /** One end, or a point on the way, of an arrow; those of one {@code id} belong together, and their slices are written before. */
    public void flow(Flow flow, String name, long id, Track track, long nanos) throws IOException {
        begin(flow.phase, name, "flow", track);
        micros("ts", nanos - originNanos);
        out.append(",\"id\":").append(Long.toString(id));
        // Without it, readers bind the end to the next slice on the track instead of the one it lies in.
        out.append(flow == Flow.END ? ",\"bp\":\"e\"}" : "}");
    }

    /** Events written so far, names of tracks included. */
    public long events() {
        return events;
    }

    /** Writes the end of the file. What it is written to stays open. */
    @Override
    public void close() throws IOException {
        out.append("\n]}\n");
    }

    private void metadata(String what, Track track, String member, Object value) throws IOException {
        begin("M", what, "__metadata", track);
        out.append(",\"ts\":0");
        end(Map.of(member, value));
    }

    private void begin(String phase, String name, String category, Track track) throws IOException {
        out.append(events++ == 0 ? "\n" : ",\n")
                .append("{\"ph\":\"")
                .append(phase)
                .append("\",\"name\":");
        text(name);
        out.append(",\"cat\":");
        text(category);
        out.append(",\"pid\":").append(Integer.toString(track.process()));
        out.append(",\"tid\":").append(Integer.toString(track.thread()));
    }

    private void end(Map<String, ?> details) throws IOException {
        if (!details.isEmpty()) {
            out.append(",\"args\":");
            object(details);
        }
        out.append('}');
    }

    private void micros(String member, long nanos) throws IOException {
        long size = Math.abs(nanos);
        out.append(",\"").append(member).append("\":").append(nanos < 0 ? "-" : "");
        out.append(Long.toString(size / 1000)).append('.');
        String thousandths = Long.toString(1000 + size % 1000);
        out.append(thousandths, 1, 4);
    }

    private void object(Map<String, ?> members) throws IOException {
        char before = '{';
        for (Map.Entry<String, ?> member : members.entrySet()) {
            out.append(before);
            text(member.getKey());
            out.append(':');
            if (member.getValue() instanceof Number number) {
                out.append(number.toString());
            } else {
                text(String.valueOf(member.getValue()));
            }
            before = ',';
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private void text(String text) throws IOException {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                String hex = Integer.toHexString(c);
                out.append("\\u").append("0000", 0, 4 - hex.length()).append(hex);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
