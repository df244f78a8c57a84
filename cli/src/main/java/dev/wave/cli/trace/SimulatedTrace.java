package dev.wave.cli.trace;

import dev.wave.cli.trace.Entries.Window;
import dev.wave.lab.trace.LedgerRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A simulated run drawn like a live one, in virtual time: cores and agents as tracks, message, decision, outcome and run as arrows. */
public final class SimulatedTrace {
    private static final int MOST_ENTRIES = 300_000;

    private SimulatedTrace() {}

    /** A stretch of virtual time, in nanoseconds. */
    public record Stretch(long fromNanos, long toNanos) {
        /** All of it. */
        public static final Stretch ALL = new Stretch(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /**
     * Runs, records what the run's host and agents write into their ledgers, and draws it. Nothing else may be simulated in this JVM meanwhile.
     *
     * @param stretch what to draw; of more than the file should hold, the end
     * @param about what the file says of itself
     * @return what the run returned
     * @throws TraceFailure if the file cannot be written
     */
    public static <T> T of(Path file, Stretch stretch, Map<String, ?> about, Supplier<T> run) {
        Path recorded = temporary();
        try (LedgerRecording ledger = LedgerRecording.start()) {
            T result = run.get();
            ledger.save(recorded);
            draw(recorded, stretch, file, about);
            return result;
        } finally {
            forget(recorded);
        }
    }

    /** Draws what a {@link LedgerRecording} left. */
    public static void draw(Path recorded, Stretch stretch, Path file, Map<String, ?> about) {
        Window window = stretch.equals(Stretch.ALL) ? Window.EVER : new Window(stretch.fromNanos, stretch.toNanos);
        Entries entries = Entries.read(List.of(recorded), window, MOST_ENTRIES);
        TraceFile.write(file, entries, Map.of(), about);
    }

    private static Path temporary() {
        try {
            return Files.createTempFile("wave-simulated", ".jfr");
        } catch (IOException e) {
            throw new TraceFailure(
                    "there is no place for the recording (" + e.getMessage() + "): set java.io.tmpdir.", e);
        }
    }

    private static void forget(Path recorded) {
        try {
            Files.deleteIfExists(recorded);
        } catch (IOException e) {
            System.getLogger("dev.wave").log(System.Logger.Level.DEBUG, "left behind: " + recorded, e);
        }
    }
}
