package dev.wave.cli.trace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A recording of the ledger in another JVM of this machine. */
final class JvmRecording {
    /** Every event of the ledger, and the recorder's own account of what it lost. */
    private static final List<String> EVENTS = List.of(
            "wave.Message",
            "wave.MessageTaken",
            "wave.Decision",
            "wave.Outcome",
            "wave.OutcomeTaken",
            "wave.Run",
            "wave.Epoch",
            "wave.Preemption",
            "wave.Step",
            "jdk.DataLoss");

    /** If this process dies, the other one stops recording by itself so long after it should have been told. */
    private static final long GRACE_SECONDS = 60;

    private final Jcmd jvm;
    private final String name;
    private final Path file;

    private JvmRecording(Jcmd jvm, String name, Path file) {
        this.jvm = jvm;
        this.name = name;
        this.file = file;
    }

    /**
     * Starts one; the call returns when entries are being kept.
     *
     * @param file where the other JVM is to leave it
     * @param seconds how long it is going to last
     * @param megabytes what it may take of the disk; older entries go first
     */
    static JvmRecording start(Jcmd jvm, Path file, double seconds, int megabytes) throws InterruptedException {
        jvm.requireJvm();
        String name = "wave-trace-" + ProcessHandle.current().pid();
        List<String> words = new ArrayList<>(List.of("JFR.start", "name=" + name, "settings=none"));
        EVENTS.forEach(event -> words.add("+" + event + "#enabled=true"));
        words.add("maxsize=" + megabytes + "m");
        words.add("duration=" + (Math.round(seconds) + GRACE_SECONDS) + "s");
        // So that a service that ends meanwhile leaves what it did.
        words.addAll(List.of("dumponexit=true", "filename=" + file));
        String said = jvm.ask(words.toArray(String[]::new));
        if (!said.contains("Started recording")) {
            throw new TraceFailure("the recording did not start: "
                    + said.lines().skip(1).findFirst().orElse("no reason given"));
        }
        return new JvmRecording(jvm, name, file);
    }

    /** Ends it. @return the file */
    Path stop() throws InterruptedException {
        String said;
        try {
            said = jvm.ask("JFR.stop", "name=" + name, "filename=" + file);
        } catch (TraceFailure e) {
            if (written()) {
                return file;
            }
            throw e;
        }
        if (!written()) {
            throw new TraceFailure("the recording was not written to " + file + ": "
                    + said.lines().skip(1).findFirst().orElse("no reason given")
                    + " Give a folder that process can write to with --recordings.");
        }
        return file;
    }

    /** The recorder makes an empty file when it starts, to see whether it may. */
    private boolean written() {
        return file.toFile().length() > 0;
    }
}
