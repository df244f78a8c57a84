package dev.wave.cli.trace;

import dev.wave.cli.trace.Entries.Window;
import dev.wave.lab.report.ThisMachine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One call of {@code ./wave trace}: records or reads, draws, and says what it drew. */
public final class Trace {
    private final TraceOptions options;
    private final PrintWriter err;

    private Trace(TraceOptions options, PrintWriter err) {
        this.options = options;
        this.err = err;
    }

    /**
     * What came of it.
     *
     * @param lines for a person
     * @param json for machines
     */
    public record Result(List<String> lines, Map<String, Object> json) {}

    /**
     * Traces.
     *
     * @param err where to say what goes on
     * @param told takes the result. After Ctrl-C the JVM lives on only until it returns
     * @throws TraceFailure if there is no trace to be had
     */
    public static void run(TraceOptions options, PrintWriter err, Consumer<Result> told) throws InterruptedException {
        new Trace(options, err).run(told);
    }

    private void run(Consumer<Result> told) throws InterruptedException {
        if (!options.from().isEmpty()) {
            told.accept(draw(Entries.read(options.from(), Window.EVER, options.entriesMax()), Map.of()));
            return;
        }
        Parties parties = Parties.of(options);
        try (LiveRecording recording = LiveRecording.start(parties, options, err)) {
            recording.await();
            Entries entries = Entries.read(recording.stop(), recording.window(), options.entriesMax());
            Entries wanted =
                    options.link().map(link -> entries.ofLink(parties.link())).orElse(entries);
            wanted.of(Entry.EpochChange.class).stream()
                    .filter(change -> change.granted() && !parties.include(change.agentPid()))
                    .forEach(change -> err.println("wave trace: epoch " + change.epoch() + " went to process "
                            + change.agentPid() + " meanwhile, whose side is not in the trace"));
            told.accept(draw(wanted, Map.of(parties.link(), parties)));
        }
    }

    private Result draw(Entries entries, Map<String, Parties> parties) {
        if (entries.all().isEmpty()) {
            throw new TraceFailure(
                    "nothing was recorded: no thread was scheduled in that time, or the processes run a release"
                            + " without a ledger. Put load on the service, or record for longer with --seconds.");
        }
        Summary summary = Summary.of(entries);
        Map<String, Object> about = new LinkedHashMap<>(ThisMachine.facts());
        about.put(
                "clock",
                "nanoseconds of the monotonic clock at 0: " + entries.window().startNanos());
        about.put("left out", summary.dropped());
        TraceFile.Written written = TraceFile.write(options.out(), entries, parties, about);
        List<String> lines = new ArrayList<>(summary.lines());
        lines.add("%s: %,d events, %.1f MB; open it at https://ui.perfetto.dev"
                .formatted(options.out(), written.events(), written.bytes() / 1e6));
        Map<String, Object> json = summary.json();
        json.put("file", options.out().toString());
        json.put("events", written.events());
        json.put("bytes", written.bytes());
        json.put("machine", ThisMachine.facts());
        return new Result(lines, json);
    }

    /** Where the recordings of a trace lie. */
    static Path file(Path folder, String role) {
        return folder.resolve("wave-" + role + ".jfr").toAbsolutePath();
    }
}
