package dev.wave.cli.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The JDK's own tool for talking to a running JVM, and what its answers mean. */
final class Jcmd {
    private static final long ANSWER_SECONDS = 20;

    private final String who;
    private final long pid;

    /** @param who what to call the process in messages */
    Jcmd(String who, long pid) {
        this.who = who + " (process " + pid + ")";
        this.pid = pid;
    }

    /** Fails, in words, if the process is none that can be asked. Asking one that is no JVM would send it a signal. */
    void requireJvm() {
        try {
            if (stopped()) {
                // Asked now, it would answer with a thread dump as soon as it goes on.
                throw new TraceFailure(
                        "the " + who + " is stopped, by a signal or a debugger: let it go on, then trace" + " again.");
            }
            if (!Files.readString(Path.of("/proc/" + pid + "/maps")).contains("/libjvm.so")) {
                throw new TraceFailure("the " + who + " is no JVM, so it keeps no ledger that can be recorded.");
            }
        } catch (NoSuchFileException e) {
            throw new TraceFailure("there is no " + who + " any more. Start it, or check the number.", e);
        } catch (AccessDeniedException e) {
            throw new TraceFailure("the " + who + " belongs to somebody else: trace as its user, or as root.", e);
        } catch (IOException e) {
            throw new TraceFailure(
                    "the " + who + " cannot be looked at (" + e.getMessage() + "): has it just ended?", e);
        }
    }

    /** Asks, and gives back what it said; fails if it did not understand. */
    String ask(String... words) throws InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(tool().toString());
        command.add(Long.toString(pid));
        command.addAll(List.of(words));
        try {
            Path answer = Files.createTempFile("wave-jcmd", ".txt");
            try {
                return run(command, answer);
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException e) {
            throw new TraceFailure(
                    "jcmd cannot be run (" + e.getMessage() + "): check the JDK and the temporary folder.", e);
        }
    }

    private String run(List<String> command, Path answer) throws IOException, InterruptedException {
        // A file and not a pipe: a pipe would have to be emptied while waiting.
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
        try {
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                throw new TraceFailure(
                        "the " + who + " does not answer: is it stopped? Let it go on, then trace again.");
            }
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(answer, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new TraceFailure("the " + who + " refuses to be recorded: " + reason(said)
                    + ". Trace as its user, on its machine, and without -XX:+DisableAttachMechanism in its flags.");
        }
        return said;
    }

    /** The third field of proc(5)'s stat, counted from the end of the command, which may contain anything. */
    private boolean stopped() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        char state = stat.charAt(stat.lastIndexOf(')') + 2);
        return state == 'T' || state == 't';
    }

    /** jcmd says the number of the process first, then an exception with its class. */
    private String reason(String said) {
        return said.lines()
                .filter(line -> !line.equals(pid + ":"))
                .findFirst()
                .orElse("no reason given")
                .replaceFirst("^[a-zA-Z.]+Exception: ", "")
                .replaceFirst("\\.$", "");
    }

    private static Path tool() {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(tool)) {
            throw new TraceFailure("there is no " + tool + ", which starts recordings: run with a whole JDK.");
        }
        return tool;
    }
}
