package dev.wave.lab.trace;

import dev.wave.sim.time.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;

/**
 * The ledger of whatever is simulated in this JVM while it is open, with times of the virtual clock, as a Flight Recorder file: the same events that live hosts and
 * agents write (docs/tracing.md), drawn by the same code. It changes nothing about the run.
 */
public final class LedgerRecording implements AutoCloseable {
    private static final List<String> EVENTS = List.of(
            "wave.Message",
            "wave.MessageTaken",
            "wave.Decision",
            "wave.Outcome",
            "wave.OutcomeTaken",
            "wave.Run",
            "wave.Epoch",
            "wave.Preemption",
            "wave.Step");

    private final Recording recording = new Recording();

    private LedgerRecording() {
        EVENTS.forEach(event -> recording.enable(event).withoutStackTrace());
    }

    /** Records from now on. */
    public static LedgerRecording start() {
        LedgerRecording ledger = new LedgerRecording();
        ledger.recording.start();
        return ledger;
    }

    /**
     * Records a stretch of a simulation that is going to run.
     *
     * @param fromPicos of virtual time; not before now
     * @param toPicos when the file is written
     */
    public static void within(Timeline timeline, long fromPicos, long toPicos, Path file) {
        LedgerRecording ledger = new LedgerRecording();
        timeline.at(fromPicos, timeline.register(ticket -> ledger.recording.start()));
        timeline.at(toPicos, timeline.register(ticket -> {
            ledger.save(file);
            ledger.close();
        }));
    }

    /** Ends the recording and writes the file. */
    public void save(Path file) {
        try {
            recording.stop();
            recording.dump(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the recording cannot be written to " + file, e);
        }
    }

    @Override
    public void close() {
        recording.close();
    }
}
