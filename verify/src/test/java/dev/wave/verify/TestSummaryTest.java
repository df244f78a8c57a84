package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./wave test} makes of what Maven left behind; a stand-in for Maven leaves it. */
class TestSummaryTest {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));
    private static final String GREEN = "<testsuite name=\"a\" tests=\"5\" errors=\"0\" skipped=\"2\" failures=\"0\">";

    @TempDir
    private Path home;

    private Path reports;

    @BeforeEach
    void checkoutHasReportsOfAnEarlierRun() throws IOException {
        Files.createDirectories(home.resolve(".wave"));
        reports = Files.createDirectories(home.resolve("core/target/surefire-reports"));
        Files.writeString(reports.resolve("TEST-stale.xml"), GREEN + "</testsuite>");
    }

    @Test
    void lastLineCountsWhatPassedFailedAndWasSkipped() {
        Shell run = testWith(report(GREEN + "</testsuite>"));
        assertEquals("3 passed, 0 failed, 2 skipped", run.lastLine());
        assertEquals(0, run.status(), run::out);
    }

    @Test
    void staleReportsDoNotCountAndARunWithoutTestsFails() {
        Shell run = testWith("true");
        assertEquals("0 passed, 0 failed, 0 skipped", run.lastLine());
        assertEquals(1, run.status());
        assertTrue(run.out().contains("not one test ran"), run::out);
    }

    @Test
    void failingTestIsShownWithWhatItPrinted() {
        Shell run = testWith(report("""
                <testsuite name="a" tests="3" errors="1" skipped="0" failures="1">
                  <testcase name="fine" classname="dev.wave.QueueTest" time="0.1"/>
                  <testcase name="fullQueueIsReported" classname="dev.wave.QueueTest" time="0.1">
                    <failure message="m" type="t"><![CDATA[expected: 1 but was: 2]]></failure>
                    <system-out><![CDATA[slot 7 was taken]]></system-out>
                  </testcase>
                  <testcase name="chatty" classname="dev.wave.QueueTest" time="0.1">
                    <system-out><![CDATA[nothing to see]]></system-out>
                  </testcase>
                </testsuite>
                """));
        assertEquals("1 passed, 2 failed, 0 skipped", run.lastLine());
        assertEquals(1, run.status());
        assertTrue(run.out().contains("dev.wave.QueueTest.fullQueueIsReported"), run::out);
        assertTrue(run.out().contains("expected: 1 but was: 2"), run::out);
        assertTrue(run.out().contains("slot 7 was taken"), run::out);
        assertTrue(!run.out().contains("nothing to see"), run::out);
    }

    @Test
    void testJvmThatDiedFailsTheRunThoughAllReportsAreGreen() {
        Shell run = testWith(report(GREEN + "</testsuite>") + "; echo '[ERROR] The forked VM terminated'");
        assertEquals(1, run.status());
        assertTrue(run.out().contains("The forked VM terminated"), run::out);
    }

    @Test
    void brokenBuildFailsTheRunThoughAllReportsAreGreen() {
        Shell run = testWith(report(GREEN + "</testsuite>") + "; false");
        assertEquals(1, run.status());
        assertEquals("3 passed, 0 failed, 2 skipped", run.lastLine());
    }

    private String report(String xml) {
        return "mkdir -p '" + reports + "'; echo '" + xml + "' > '" + reports + "/TEST-a.xml'";
    }

    private Shell testWith(String standInForMaven) {
        String script = "home=" + home + " state=" + home + "/.wave jdk=none\n"
                + "maven() { { " + standInForMaven + "; } >\"$1\"; }\n"
                + "source " + HOME + "/build/test.sh\nrun_tests 9>\"$state/lock\"";
        return Shell.run(home, Map.of(), List.of("bash", "-c", script));
    }
}
