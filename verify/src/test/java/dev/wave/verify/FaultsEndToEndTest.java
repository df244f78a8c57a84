package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command, as a user runs it: agents come and go in every way while the demo's service is under load. */
class FaultsEndToEndTest {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));
    private static final int GENEROUS_SECONDS = 150;

    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void everyRequestIsAnsweredOnceWhileAgentsAreKilledStoppedAndReplaced() throws Exception {
        String link = "e2e-" + ProcessHandle.current().pid();
        Process demo = demo(link);
        Process first = agent("first", link);
        awaitInCharge("first", 1, demo);
        first.destroyForcibly();

        Process second = agent("second", link);
        awaitInCharge("second", 1, demo);
        signal("STOP", second);
        pause(200);
        signal("CONT", second);
        awaitInCharge("second", 2, demo);

        Process third = agent("third", link, "--replace", "--policy", "Fifo");
        awaitInCharge("third", 1, demo);
        assertTrue(third.isAlive(), () -> said("third"));

        assertTrue(demo.waitFor(GENEROUS_SECONDS, TimeUnit.SECONDS), () -> "the demo hangs: " + said("demo"));
        assertTrue(demo.exitValue() <= 1, () -> "exit " + demo.exitValue() + ": " + said("demo"));
        checkResult(Files.readString(folder.resolve("demo.json")));
    }

    private static void checkResult(String result) {
        for (String none : List.of("lost", "duplicates", "strangers", "wrong")) {
            assertEquals(List.of(0L), numbers(result, none).stream().distinct().toList(), none + " in " + result);
        }
        assertTrue(numbers(result, "sent").getFirst() > 1000, result);
        assertTrue(numbers(result, "epochs").getFirst() >= 4, "at least four epochs: " + result);
        assertTrue(numbers(result, "fallback-runs").getFirst() > 0, "the fallback ran something: " + result);
    }

    private Process demo(String link) throws IOException {
        List<String> words = new ArrayList<>(List.of("demo", "--external-agent", "--variants", "wave", "--load", "25"));
        words.addAll(List.of("--seconds", "12", "--link-name", link));
        words.addAll(List.of("--json", folder.resolve("demo.json").toString()));
        words.addAll(List.of("--out", folder.resolve("report").toString()));
        return wave("demo", words.toArray(String[]::new));
    }

    private Process agent(String name, String link, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("agent", "--link", "shm:" + link, "--wait", "120"));
        words.addAll(List.of(more));
        return wave(name, words.toArray(String[]::new));
    }

    /** Starts the command; what it says goes to a file of that name. */
    private Process wave(String name, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("wave").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output(name).toFile());
        builder.environment().put("WAVE_BUILDING", "1");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Path output(String name) {
        return folder.resolve(name + ".out");
    }

    private String said(String name) {
        try {
            return Files.readString(output(name));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Waits until an agent has said so many times that it is in charge, as long as the demo runs. */
    private void awaitInCharge(String name, int times, Process demo) throws InterruptedException {
        while (said(name).split("in charge of").length <= times) {
            assertTrue(
                    demo.isAlive(),
                    () -> "the demo ended before '" + name + "' was in charge: " + said(name) + said("demo"));
            pause(20);
        }
    }

    /** The launcher replaces itself by the JVM, so its process id is the agent's. */
    private static void signal(String name, Process process) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }

    private static void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }

    private static List<Long> numbers(String json, String member) {
        Matcher matcher = Pattern.compile('"' + Pattern.quote(member) + "\"\\s*:\\s*(\\d+)")
                .matcher(json);
        List<Long> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(Long.valueOf(matcher.group(1)));
        }
        return found;
    }
}
