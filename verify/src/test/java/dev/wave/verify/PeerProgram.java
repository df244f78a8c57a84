package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The C ends of the protocol as child processes: compiled once, started, asked what they counted. */
final class PeerProgram implements AutoCloseable {
    private static final Path SOURCES = Path.of(System.getProperty("wave.home"), "verify/src/main/c");
    private static final long GENEROUS_SECONDS = 60;
    private static final Map<String, List<String>> FILES = Map.of(
            "agent", List.of("agent.c", "seat.c", "hostile.c"),
            "host", List.of("host.c", "table.c", "decisions.c", "watchdog.c"));

    private final Process process;
    private final Path said;

    private PeerProgram(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /** Compiles both into a folder. Without a compiler the calling test is skipped, and says so. */
    static void compile(Path folder) {
        boolean compiler =
                Stream.of(System.getenv("PATH").split(":")).anyMatch(each -> Files.isExecutable(Path.of(each, "gcc")));
        Assumptions.assumeTrue(compiler, "gcc is not installed: the C agent and the C host are not tested");
        FILES.forEach((name, files) -> {
            List<String> command = new ArrayList<>(List.of("gcc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror"));
            command.addAll(List.of("-pthread", "-o", folder.resolve(name).toString()));
            command.addAll(files);
            Shell compiled = Shell.run(SOURCES, Map.of(), command);
            assertEquals(0, compiled.status(), compiled.err());
        });
    }

    /** Starts a compiled program; what it says goes to a file beside it. */
    static PeerProgram start(Path folder, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(words));
        command.set(0, folder.resolve(words[0]).toString());
        Path said = Files.createTempFile(folder, words[0], ".out");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        return new PeerProgram(builder.start(), said);
    }

    String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Waits for its end and expects the exit status 0. */
    PeerProgram done() throws InterruptedException {
        assertTrue(process.waitFor(GENEROUS_SECONDS, TimeUnit.SECONDS), () -> "it hangs: " + said());
        assertEquals(0, process.exitValue(), this::said);
        return this;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends a signal by name; TERM is the polite request to leave. */
    void signal(String name) {
        Shell sent = Shell.run(SOURCES, Map.of(), List.of("sh", "-c", "kill -" + name + " " + process.pid()));
        assertEquals(0, sent.status(), sent.err());
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Waits until something is so, as long as this program runs. */
    void until(String what, BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; !holds.getAsBoolean(); i++) {
            assertTrue(alive() && i < GENEROUS_SECONDS * 200, () -> "no " + what + ": " + said());
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** A number of its last line. */
    long number(String member) {
        return numbers(member).getFirst();
    }

    /** A list of numbers of its last line, or one number as a list. */
    List<Long> numbers(String member) {
        Matcher matcher = Pattern.compile('"' + member + "\":\\[?([0-9,]+)").matcher(said());
        assertTrue(matcher.find(), () -> "no '" + member + "' in " + said());
        return Stream.of(matcher.group(1).split(",")).map(Long::valueOf).toList();
    }

    /** An agent's books: every decision has one outcome by now. */
    void checkAgentsBooks() {
        assertEquals(number("decisions"), number("answered"), this::said);
        assertEquals(
                number("answered"),
                numbers("outcomes").stream().mapToLong(Long::longValue).sum(),
                this::said);
        for (String none : List.of("pending", "corrupt", "malformed")) {
            assertEquals(0, number(none), () -> none + ": " + said());
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
