package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

/** {@code ./wave trace} as a user runs it, on a service and an agent that were started without a thought of tracing. */
class TraceEndToEndTest {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));
    private static final int GENEROUS_SECONDS = 100;

    private final String link = "trace-e2e-" + ProcessHandle.current().pid();
    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void endWhatIsLeft() throws IOException {
        started.forEach(Process::destroyForcibly);
        Files.deleteIfExists(Path.of("/dev/shm/wave-" + link));
    }

    @Test
    void runningServiceIsTracedWithItsAgentAndWithout() throws Exception {
        Process service = service();
        await("service", "up", service);
        Process agent = wave("agent", "agent", "--link", "shm:" + link, "--wait", "60");
        await("agent", "in charge of", agent);

        Path out = folder.resolve("both.json");
        assertEquals(0, trace("both", "--out", out.toString(), "--json", folder + "/counts.json"), said("both"));
        List<String> events = Files.readAllLines(out);
        assertTracks(events, "service " + service.pid(), "agent " + agent.pid(), "core 0", "who decides");
        checkArrows(events);
        String counts = Files.readString(folder.resolve("counts.json"));
        assertTrue(number(counts, "traced-whole") > 100, counts);
        assertTrue(number(counts, "decisions") - number(counts, "traced-whole") < 50, counts);
        assertEquals(0, number(counts, "lost-bytes"), counts);

        agent.destroyForcibly().waitFor();
        awaitFallback();
        out = folder.resolve("host.json");
        assertEquals(0, trace("host", "--out", out.toString()), said("host"));
        assertTrue(said("host").contains("no agent is in charge"), said("host"));
        assertTracks(Files.readAllLines(out), "service " + service.pid(), "core 0");
        assertTrue(service.isAlive(), said("service"));
    }

    @Test
    void traceOfALinkThatIsNotThereIsOneLine() throws Exception {
        assertEquals(1, trace("none"), said("none"));
        assertTrue(said("none").startsWith("wave trace: no link shm:" + link), said("none"));
        assertEquals(1, said("none").lines().count(), said("none"));
    }

    private static void assertTracks(List<String> events, String... names) {
        for (String name : names) {
            assertTrue(events.stream().anyMatch(event -> event.contains("\"ph\":\"M\"") && event.contains(name)), name);
        }
    }

    /** Each arrow starts once and ends once; PictureTest looks closer. */
    private static void checkArrows(List<String> events) {
        List<Long> starts = ids(events, "s");
        assertTrue(starts.size() > 100, starts.size() + " arrows");
        assertEquals(
                starts.stream().sorted().toList(),
                ids(events, "f").stream().sorted().toList());
        assertEquals(starts.size(), starts.stream().distinct().count());
    }

    private static List<Long> ids(List<String> events, String phase) {
        return events.stream()
                .filter(event -> event.startsWith("{\"ph\":\"" + phase + "\""))
                .map(event -> number(event, "id"))
                .toList();
    }

    private static long number(String json, String member) {
        Matcher matcher = Pattern.compile('"' + member + "\":\\s*(\\d+)").matcher(json);
        assertTrue(matcher.find(), member + " in " + json);
        return Long.parseLong(matcher.group(1));
    }

    private Process service() throws IOException {
        return start(
                "service",
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "--add-exports",
                "java.base/jdk.internal.vm=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TracedService.class.getName(),
                link);
    }

    private int trace(String name, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("trace", "--link", "shm:" + link, "--seconds", "1"));
        words.addAll(List.of(more));
        Process trace = wave(name, words.toArray(String[]::new));
        assertTrue(trace.waitFor(GENEROUS_SECONDS, TimeUnit.SECONDS), () -> "hangs: " + said(name));
        return trace.exitValue();
    }

    private Process wave(String name, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("wave").toString()));
        command.addAll(List.of(words));
        return start(name, command.toArray(String[]::new));
    }

    /** What it says goes to a file of that name. */
    private Process start(String name, String... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output(name));
        builder.environment().put("WAVE_BUILDING", "1");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private File output(String name) {
        return folder.resolve(name + ".out").toFile();
    }

    private String said(String name) {
        try {
            return Files.readString(output(name).toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void await(String name, String word, Process process) throws InterruptedException {
        for (int i = 0; !said(name).contains(word); i++) {
            assertTrue(process.isAlive() && i < GENEROUS_SECONDS * 50, () -> name + ": " + said(name));
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** The watchdog looks at the process table five times a second. */
    private void awaitFallback() throws IOException, InterruptedException {
        Path file = Path.of("/dev/shm/wave-" + link);
        for (int i = 0; epoch(file) != 0; i++) {
            assertFalse(i > GENEROUS_SECONDS * 50, "the fallback never took over");
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** docs/protocol.md, section 3.1: the epoch stands at byte 88 of the link. */
    private static long epoch(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] header = in.readNBytes(96);
            return ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong(88);
        }
    }
}
