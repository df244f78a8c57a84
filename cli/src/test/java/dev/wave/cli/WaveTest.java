package dev.wave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.NearestName;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the command answers, and with which exit status. */
class WaveTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void unknownVerbIsAnsweredWithTheNearestOneInOneLine() {
        assertEquals(Wave.BAD_USE, run("brweak"));
        assertEquals(
                "wave: there is no verb 'brweak'; did you mean './wave break'? './wave --help' lists them all.",
                err.toString().strip());
    }

    @Test
    void unknownOptionOfAVerbIsExplainedInOneLine() {
        assertEquals(Wave.BAD_USE, run("break", "--hwo"));
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertTrue(err.toString().contains("See './wave break --help'"), err::toString);
    }

    @Test
    void commandWithoutAVerbShowsHelpAndIsBadUse() {
        assertEquals(Wave.BAD_USE, run());
        assertTrue(err.toString().contains("Usage: wave"), err::toString);
    }

    @Test
    void helpListsEveryVerb() {
        assertEquals(Wave.DONE, execute(Wave.commandLine(Wave.verbs()), "--help"));
        for (String verb : Wave.commandLine(Wave.verbs()).getSubcommands().keySet()) {
            assertTrue(out.toString().contains("  " + verb + " "), verb + " is missing in: " + out);
        }
    }

    @Test
    void helpOfEveryVerbShowsAnExample() {
        for (CommandLine verb : Wave.commandLine(Wave.verbs()).getSubcommands().values()) {
            String help = verb.getUsageMessage();
            assertTrue(help.contains("Example"), help);
            assertTrue(help.contains("--help"), help);
        }
    }

    @Test
    void versionNamesBuildCommitAndJdk() {
        assertEquals(Wave.DONE, run("--version"));
        assertTrue(out.toString().matches("wave .* \\(commit .*\\), JDK \\d+.*\\s*"), out::toString);
    }

    @Test
    void failureItsUserCanActOnIsOneLineWithoutATrace() {
        assertEquals(Wave.FELL_SHORT, run("break", "--how", "expected"));
        assertEquals("wave break: no link; start an agent first", err.toString().strip());
    }

    @Test
    void faultOfOursKeepsItsTraceAndIsNotTakenForSuccess() {
        assertEquals(Wave.FELL_SHORT, run("break", "--how", "fault"));
        assertTrue(err.toString().contains("IllegalStateException: a fault"), err::toString);
    }

    @Test
    void nearestNameNeedsTheFewestEdits() {
        var names = List.of("demo", "test", "top", "trace");
        assertEquals("demo", NearestName.to("dmo", names));
        assertEquals("trace", NearestName.to("tracing", names));
        assertEquals("demo", NearestName.to("", List.of("demo")));
        assertThrows(IllegalArgumentException.class, () -> NearestName.to("demo", List.of()));
    }

    private int run(String... args) {
        return execute(Wave.commandLine(List.of(new BreakVerb())), args);
    }

    private int execute(CommandLine line, String... args) {
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    /** A verb that fails as it is told. */
    @Command(name = "break", mixinStandardHelpOptions = true)
    static final class BreakVerb implements Callable<Integer> {
        @Option(names = "--how")
        private String how = "not";

        @Override
        public Integer call() {
            switch (how) {
                case "expected" -> throw new ExpectedFailure("no link; start an agent first");
                case "fault" -> throw new IllegalStateException("a fault");
                default -> {
                    return Wave.DONE;
                }
            }
        }
    }
}
