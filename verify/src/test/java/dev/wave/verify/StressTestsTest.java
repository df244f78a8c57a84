package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short pass of the stress tests; a long one is {@code java -jar verify/target/jcstress.jar} (CONTRIBUTING.md). It shows that each of them runs
 * and that what shows within a moment is right.
 */
class StressTestsTest {
    private static final int MILLIS = 100;
    private static final long HANGS_SECONDS = 120;
    private static final Path SOURCES =
            Path.of(System.getProperty("wave.home", ".."), "verify/src/main/java/dev/wave/verify/stress");

    @Test
    void everyStressTestShowsOnlyWhatItAllows(@TempDir Path folder) throws IOException, InterruptedException {
        long tests;
        try (var files = Files.list(SOURCES)) {
            tests = files.filter(file -> file.toString().endsWith("Stress.java"))
                    .count();
        }
        StressRun run = StressRun.of(folder, MILLIS, HANGS_SECONDS);
        assertTrue(run.allPassed(), run::output);
        assertTrue(
                run.planned() >= tests,
                () -> tests + " stress tests in the sources, and jcstress planned " + run.planned());
    }

    @Test
    void runThatFailsAnywhereIsNoSuccess() {
        String good = "(Results: 3 planned; 3 passed, 0 failed, 0 soft errs, 0 hard errs)";
        assertTrue(StressRun.parse("...\n" + good).allPassed());
        assertFalse(StressRun.parse(good + good.replace("3 passed, 0 failed", "2 passed, 1 failed"))
                .allPassed());
        assertFalse(StressRun.parse(good.replace("0 hard", "1 hard")).allPassed());
        assertFalse(StressRun.parse(good.replace("3 passed", "2 passed")).allPassed());
        assertFalse(StressRun.parse(good.replace('3', '0')).allPassed());
    }
}
