package dev.wave.verify.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.verify.bench.fallback.CollectingAgentMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A benchmark whose process is killed by force takes the processes that it started along, those that spin and those that are stopped. */
@Timeout(90)
class OrphansTest {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));
    private static final int GENEROUS_LOOKS = 1_500;

    private final String link = "orphans-" + ProcessHandle.current().pid();

    @TempDir
    private Path folder;

    private Process parent;
    private List<ProcessHandle> children = List.of();

    @AfterEach
    void endWhatIsLeft() throws IOException {
        parent.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        List<String> links = List.of("wave-" + link, "wave-bench-fallback-" + parent.pid());
        try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
            for (Path file : files.toList()) {
                if (links.stream().anyMatch(file.getFileName().toString()::startsWith)) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void endsOfQueuesInJavaAndInCDieWithTheirParent() throws Exception {
        boolean compiler =
                Stream.of(System.getenv("PATH").split(":")).anyMatch(each -> Files.isExecutable(Path.of(each, "gcc")));
        Assumptions.assumeTrue(compiler, "gcc is not installed: nothing in C can be left behind");
        start(Children.reading(List.of(), TwoEnds.class, List.of(HOME.toString(), link)));
        // Both have made their link, so both are past all that could end them by itself.
        await(
                "both links",
                () -> Files.exists(Path.of("/dev/shm/wave-" + link + "-java"))
                        && Files.exists(Path.of("/dev/shm/wave-" + link + "-c")));
        killAndExpectNobodyLeft(2);
    }

    @Test
    void stoppedAgentOfAServiceDiesWithTheBenchmarkThatStartedTheService() throws Exception {
        start(List.of(HOME.resolve("wave").toString(), "bench", "fallback", "--quick"));
        Predicate<ProcessHandle> agent = each -> commandLine(each).contains(CollectingAgentMain.class.getName());
        await("an agent", () -> parent.descendants().anyMatch(agent));
        ProcessHandle stopped = parent.descendants().filter(agent).findFirst().orElseThrow();
        assertEquals(
                0,
                new ProcessBuilder("kill", "-STOP", "" + stopped.pid()).start().waitFor());
        killAndExpectNobodyLeft(2);
    }

    private void start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().put("WAVE_BUILDING", "1");
        parent = builder.start();
    }

    private void killAndExpectNobodyLeft(int atLeast) throws Exception {
        children = parent.descendants().toList();
        List<String> commands = children.stream().map(OrphansTest::commandLine).toList();
        assertTrue(children.size() >= atLeast, () -> "children: " + commands);
        parent.destroyForcibly().waitFor();
        await("end of all children", () -> children.stream().noneMatch(OrphansTest::runs));
    }

    /** A process that ended and that nobody has waited for yet still has an entry, but no more than that. */
    private static boolean runs(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException gone) {
            return false;
        }
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(String what, Condition condition) throws Exception {
        for (int i = 0; i < GENEROUS_LOOKS && !condition.holds(); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertTrue(condition.holds(), "no " + what + "; said: " + Files.readString(folder.resolve("said")));
    }
}
