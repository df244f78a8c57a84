package dev.wave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.ShmLink;
import dev.wave.lab.report.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with what a user names, the answer is one line that says what to do. */
@Timeout(60)
class BadConditionsTest {
    private final String name = "bad-" + ProcessHandle.current().pid();
    private final Path file = Path.of("/dev/shm/wave-" + name);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @AfterEach
    void removeTheFile() throws IOException {
        Files.deleteIfExists(file);
    }

    private int run(String... args) {
        return Wave.commandLine(Wave.verbs())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    /** What was said, which must be one line without a trace. */
    private String answer() {
        String said = err.toString().strip();
        assertEquals(1, said.lines().count(), said);
        assertFalse(said.contains("Exception"), said);
        return said;
    }

    private void poke(long offset, long value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer word =
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
            assertEquals(8, channel.write(word, offset));
        }
    }

    private void put(String what) throws Exception {
        switch (what) {
            case "nothing" -> {}
            case "directory" -> Files.createDirectory(file);
            case "symlink" -> Files.createSymbolicLink(file, folder.resolve("elsewhere"));
            case "pipe" ->
                assertEquals(
                        0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
            default -> {
                ShmLink.create(name, 8192, 8192);
                spoil(what);
            }
        }
    }

    private void spoil(String what) throws IOException {
        switch (what) {
            case "foreign" -> poke(LinkHeader.MAGIC, 0x7f454c46);
            case "newer" -> poke(LinkHeader.VERSIONS, 3L | 4L << 32);
            case "older" -> poke(LinkHeader.VERSIONS, 0);
            case "without enclave" -> {}
            case "short", "cut" -> {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(what.equals("short") ? 10 : 8192);
                }
            }
            default -> throw new IllegalArgumentException(what);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing         | no link shm:NAME: no service with that link runs on this machine
            directory       | is a directory, not a file that a service made
            symlink         | is a symbolic link, not a file that a service made
            pipe            | is a pipe, socket or device, not a file that a service made
            short           | is truncated (10 bytes)
            cut             | is truncated or damaged
            foreign         | is no Wave link (wrong magic)
            newer           | speaks protocol versions 3 to 4, this program 1 to 2. Bring both to a common release
            older           | speaks protocol versions 0 to 0, this program 1 to 2. Bring both to a common release
            without enclave | has no enclave
            """)
    void linkThatCannotBeUsedIsExplainedToAnAgentInOneLine(String what, String expected) throws Exception {
        put(what);
        assertEquals(Wave.BAD_USE, run("agent", "--link", "shm:" + name));
        assertTrue(answer().contains(expected.replace("NAME", name)), err::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing         | no link shm:NAME
            directory       | is a directory
            pipe            | is a pipe
            short           | is truncated (10 bytes)
            foreign         | wrong magic
            newer           | speaks protocol versions 3 to 4
            without enclave | has no enclave
            """)
    void linkThatCannotBeUsedIsExplainedToWhoLooksOnInOneLine(String what, String expected) throws Exception {
        put(what);
        assertEquals(Wave.FELL_SHORT, run("top", "--once", "--link", "shm:" + name));
        assertTrue(answer().contains(expected.replace("NAME", name)), err::toString);
    }

    @ParameterizedTest
    @CsvSource({"directory, is a directory", "foreign, wrong magic", "without enclave, has no enclave"})
    void listOfAllLinksShowsWhatIsWrongWithOneAndGoesOn(String what, String expected) throws Exception {
        put(what);
        assertEquals(Wave.DONE, run("top", "--once"));
        assertTrue(
                out.toString().lines().anyMatch(line -> line.contains(name) && line.contains(expected)), out::toString);
    }

    @ParameterizedTest
    @CsvSource({"9", "-1", "1000000"})
    void prestageOutOfRangeIsRefusedBeforeAnythingStarts(int depth) {
        assertEquals(Wave.BAD_USE, run("demo", "--link", "delayed:mount-evans", "--prestage", "" + depth));
        assertTrue(answer().contains("--prestage " + depth + " makes no sense; give 0 to 8"), err::toString);
    }

    @Test
    void prestageWithoutALinkIsRefusedBeforeAnythingStarts() {
        assertEquals(Wave.BAD_USE, run("demo", "--prestage", "1"));
        assertTrue(answer().contains("--prestage goes with --link"), err::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --load NaN             | a load of NaN % makes no sense
            --sweep=10,NaN         | a load of NaN % makes no sense
            --variants ,           | names no variant
            --variants wave,nope   | there is no variant 'nope'
            --link-name ../x       | is no link name: use 1 to 64
            --seconds 0            | --seconds 0 makes no sense
            --slice-us 0           | shorter than a switch takes
            """)
    void demoThatCannotBeMeantIsRefusedBeforeAnythingStarts(String words, String expected) {
        assertEquals(Wave.BAD_USE, run(("demo " + words).split(" ")));
        assertTrue(answer().contains(expected), err::toString);
    }

    @Test
    void placeThatCannotBeWrittenIsRefusedBeforeAnythingStarts() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        assertEquals(
                Wave.FELL_SHORT, run("demo", "--out", file.resolve("report").toString()));
        assertTrue(answer().contains("the result cannot be written to"), err::toString);
        err.getBuffer().setLength(0);
        String below = file.resolve("demo.json").toString();
        assertEquals(Wave.FELL_SHORT, run("demo", "--out", folder.toString(), "--json", below));
        assertTrue(answer().contains("cannot be written to " + below), err::toString);
        assertEquals("kept", Files.readString(file));
    }

    @Test
    void placeThatIsTriedOutIsLeftAsItWas() throws IOException {
        Path file = folder.resolve("new/result.json");
        ResultFile.tryOut(file);
        assertFalse(Files.exists(file));
        Files.writeString(file, "kept");
        ResultFile.tryOut(file);
        assertEquals("kept", Files.readString(file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --wait NaN       | --wait NaN makes no sense
            --wait -1        | --wait -1.0 makes no sense
            --slice-us 0     | --slice-us 0.0 makes no sense
            --slice-us 1e300 | --slice-us 1.0E300 makes no sense
            --targets-us 0,5 | --targets-us makes no sense
            --cpu -7         | --cpu -7 makes no sense
            --prestage 9     | Between 0 and 8 make sense
            """)
    void numberOutOfRangeIsRefusedByTheAgent(String words, String expected) {
        assertEquals(Wave.BAD_USE, run(("agent --link shm:" + name + " " + words).split(" ")));
        assertTrue(answer().contains(expected), err::toString);
    }

    @ParameterizedTest
    @CsvSource({"agent, 2", "top, 1", "trace, 1"})
    void delayedLinkThatIsNotThereIsNamedByItsName(String verb, int status) {
        assertEquals(status, run(verb, "--link", "delayed:mount-evans:" + name));
        String expected = "no link " + (verb.equals("agent") ? "delayed:mount-evans:" : "shm:") + name + ": no service";
        assertTrue(answer().contains(expected), err::toString);
    }

    @ParameterizedTest
    @CsvSource({"pcie:01:00.0", "orders", "shm:", "shm:../etc"})
    void nameThatIsNoLinkIsRefused(String link) {
        assertEquals(Wave.BAD_USE, run("agent", "--link", link));
        assertTrue(answer().contains("link"), err::toString);
    }

    @ParameterizedTest
    @CsvSource({"Shinjuk, Shinjuku", "fifo, Fifo", "dev.wave.threads.policy.RoundRobbin, RoundRobin"})
    void mistypedPolicyIsAnsweredWithTheNearestName(String given, String nearest) {
        assertEquals(Wave.BAD_USE, run("agent", "--link", "shm:" + name, "--policy", given));
        assertTrue(answer().contains("no policy '" + given + "'"), err::toString);
        assertTrue(err.toString().contains("did you mean '" + nearest + "'? See './wave agent"), err::toString);
    }

    @Test
    void policyFileThatDoesNotCompileIsNamedWithItsLine() throws IOException {
        Path policy = Files.writeString(folder.resolve("Mine.java"), "public class Mine {\n  int broken = ;\n}\n");
        assertEquals(Wave.BAD_USE, run("agent", "--link", "shm:" + name, "--policy", policy.toString()));
        assertTrue(answer().contains("Mine.java:2: illegal start of expression"), err::toString);
    }

    @Test
    void policyFileThatHoldsNoPolicySaysSo() throws IOException {
        Path policy = Files.writeString(folder.resolve("Mine.java"), "public class Mine {}\n");
        assertEquals(Wave.BAD_USE, run("agent", "--link", "shm:" + name, "--policy", policy.toString()));
        assertTrue(answer().contains("does not implement ThreadPolicy"), err::toString);
        err.getBuffer().setLength(0);
        assertEquals(Wave.BAD_USE, run("agent", "--link", "shm:" + name, "--policy", "nowhere/Mine.java"));
        assertTrue(answer().contains("no file nowhere/Mine.java"), err::toString);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "NaN", "1e9"})
    void intervalThatMakesNoSenseIsRefused(String seconds) {
        assertEquals(Wave.BAD_USE, run("top", "--interval", seconds));
        assertTrue(answer().contains("makes no sense"), err::toString);
    }

    @Test
    void fullDiskIsAnsweredInOneLineAfterTheResultWasShown() {
        assertTrue(Files.exists(Path.of("/dev/full")), "this test needs Linux's /dev/full");
        assertEquals(Wave.FELL_SHORT, run("top", "--once", "--json", "/dev/full"));
        assertTrue(answer().contains("the result cannot be written to /dev/full"), err::toString);
        assertTrue(err.toString().contains("No space left on device"), err::toString);
        assertFalse(out.toString().isEmpty(), "what there was to show was shown");
    }
}
