package dev.wave.verify.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./wave bench} as a user types it, and what its report says. Nothing is measured here. */
class BenchEndToEndTest {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));

    @TempDir
    private Path folder;

    @Test
    void listNamesEveryBenchmark() throws Exception {
        Ran ran = bench("--list");
        assertEquals(0, ran.status, ran.said);
        for (String name : new Benchmarks().benchmarks().keySet()) {
            assertTrue(
                    ran.said.lines().anyMatch(line -> line.startsWith(name + " ")), name + " is missing: " + ran.said);
        }
    }

    @Test
    void helpShowsAnExample() throws Exception {
        Ran ran = bench("--help");
        assertEquals(0, ran.status, ran.said);
        assertTrue(ran.said.contains("Example: ./wave bench"), ran.said);
    }

    @Test
    void benchmarkThatDoesNotExistIsBadUse() throws Exception {
        Ran ran = bench("queues");
        assertEquals(2, ran.status, ran.said);
        assertTrue(ran.said.contains("there is no benchmark 'queues'; there are queue, "), ran.said);
    }

    @Test
    void reportWithAFailureOfOursEndsWithOneAndNamesIt() throws IOException {
        StringWriter out = new StringWriter();
        BenchReport report = new BenchReport(new PrintWriter(out), Map.of("processor", "one of a kind"), 42);
        report.heading();
        report.failed("queue", "the mill stands still");
        assertEquals(1, report.summary(true));
        assertTrue(out.toString().contains("processor  one of a kind"), out.toString());
        assertTrue(out.toString().contains("FAILED    queue: the mill stands still"), out.toString());
        assertTrue(out.toString().contains("Stopped before its end"), out.toString());
        Path file = folder.resolve("bench.json");
        report.write(file);
        assertTrue(Files.readString(file).contains("\"schema\": \"wave-bench-1\""), Files.readString(file));
    }

    private record Ran(int status, String said) {}

    private Ran bench(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("wave").toString(), "bench"));
        command.addAll(List.of(words));
        Path said = folder.resolve("said");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("WAVE_BUILDING", "1");
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running after a minute");
        return new Ran(process.exitValue(), Files.readString(said));
    }
}
