package dev.wave.cli.trace;

import dev.wave.cli.trace.Entries.Window;
import dev.wave.core.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The recordings of a service and its agent while both run.
 *
 * <p>Ctrl-C ends the recording early; what was recorded is drawn all the same, for which the hook waits.
 */
final class LiveRecording implements AutoCloseable {
    private static final int MEGABYTES = 512;
    private static final long LONGEST_DRAWING_SECONDS = 60;

    private final TraceOptions options;
    private final PrintWriter err;
    private final Path folder;
    private final List<JvmRecording> recordings = new ArrayList<>();
    private final Clock clock = Clock.system();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private long startNanos;
    private long endNanos;

    private LiveRecording(TraceOptions options, PrintWriter err) {
        this.options = options;
        this.err = err;
        this.folder = folder(options);
    }

    static LiveRecording start(Parties parties, TraceOptions options, PrintWriter err) throws InterruptedException {
        LiveRecording recording = new LiveRecording(options, err);
        try {
            recording.begin(parties);
            return recording;
        } catch (RuntimeException | InterruptedException e) {
            recording.close();
            throw e;
        }
    }

    private static Path folder(TraceOptions options) {
        try {
            return options.recordings().isPresent()
                    ? Files.createDirectories(options.recordings().get())
                    : Files.createTempDirectory("wave-trace");
        } catch (IOException e) {
            throw new TraceFailure(
                    "there is no folder for the recordings (" + e.getMessage() + "): name one with --recordings.", e);
        }
    }

    private void begin(Parties parties) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopEarly, "wave-trace-stop"));
        if (parties.hostPid().isPresent()) {
            record("service", parties.hostPid().getAsLong());
        }
        if (parties.agentPid().isPresent() && !parties.inOneProcess()) {
            recordAgent(parties.agentPid(), parties.hostPid().isEmpty());
        } else if (parties.agentPid().isEmpty() && options.link().isPresent()) {
            err.println("wave trace: no agent is in charge of " + parties.link() + ": the service alone is recorded");
        }
        err.println("wave trace: recording " + parties.words() + " for " + options.seconds() + " s");
        // From here on both keep entries, so that nearly everything finds its counterpart.
        startNanos = clock.nanos();
    }

    /** Half a trace is better than none, unless it is the half that was asked for. */
    private void recordAgent(OptionalLong pid, boolean alone) throws InterruptedException {
        try {
            record("agent", pid.getAsLong());
        } catch (TraceFailure e) {
            if (alone) {
                throw e;
            }
            err.println("wave trace: " + e.getMessage() + " The service alone is recorded.");
        }
    }

    private void record(String role, long pid) throws InterruptedException {
        recordings.add(JvmRecording.start(new Jcmd(role, pid), Trace.file(folder, role), options.seconds(), MEGABYTES));
    }

    private void stopEarly() {
        asked.countDown();
        try {
            finished.await(LONGEST_DRAWING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for as long as the trace is to last, or until Ctrl-C. */
    void await() throws InterruptedException {
        boolean early = asked.await(Math.round(options.seconds() * 1e9), TimeUnit.NANOSECONDS);
        endNanos = clock.nanos();
        if (early) {
            err.println("wave trace: stopped early; drawing what there is");
        }
    }

    /** Ends the recordings. @return their files, of those that could be ended */
    List<Path> stop() throws InterruptedException {
        List<Path> files = new ArrayList<>();
        TraceFailure failure = null;
        while (!recordings.isEmpty()) {
            try {
                files.add(recordings.removeLast().stop());
            } catch (TraceFailure e) {
                failure = e;
                err.println("wave trace: " + e.getMessage());
            }
        }
        if (files.isEmpty() && failure != null) {
            throw failure;
        }
        return files;
    }

    Window window() {
        return new Window(startNanos, endNanos);
    }

    /** Leaves nothing behind that was not asked for. */
    @Override
    public void close() {
        try {
            stopWhatRuns();
            if (options.recordings().isEmpty()) {
                Files.deleteIfExists(Trace.file(folder, "service"));
                Files.deleteIfExists(Trace.file(folder, "agent"));
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            err.println("wave trace: the folder " + folder + " stays behind: " + e.getMessage());
        } finally {
            finished.countDown();
        }
    }

    private void stopWhatRuns() {
        try {
            while (!recordings.isEmpty()) {
                Path ignored = recordings.removeLast().stop();
            }
        } catch (TraceFailure e) {
            // It ends by itself after its time.
            err.println("wave trace: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
