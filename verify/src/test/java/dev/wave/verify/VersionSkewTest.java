package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.link.LinkHeader;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Host and agent from different releases. The other releases are this one's sources with another range of versions: the constants are part of the
 * compiled code, so nothing less would be another release.
 */
@Timeout(150)
class VersionSkewTest {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));
    private static final String APP = HOME.resolve("cli/target/app") + File.separator + "*";

    @TempDir
    private static Path releases;

    /** Classes of core that speak 1 to 3. */
    private static String wider;

    /** Classes of core that speak 3 only. */
    private static String newer;

    private final String link = "skew-" + ProcessHandle.current().pid();

    @TempDir
    private Path folder;

    private Processes processes;

    @BeforeAll
    static void buildTheOtherReleases() throws IOException {
        assertEquals(2, LinkHeader.VERSION_MAX, "this test builds its ranges around versions 1 and 2");
        wider = release("wider", 1, 3);
        newer = release("newer", 3, 3);
    }

    private static String release(String name, int oldest, int newest) throws IOException {
        Path core = HOME.resolve("core/src/main/java");
        Path sources = Files.createDirectories(releases.resolve(name + "-sources"));
        Path classes = Files.createDirectories(releases.resolve(name));
        Path header = core.resolve("dev/wave/core/link/LinkHeader.java");
        String text = Files.readString(header)
                .replace("VERSION_MIN = " + LinkHeader.VERSION_MIN + ";", "VERSION_MIN = " + oldest + ";")
                .replace("VERSION_MAX = " + LinkHeader.VERSION_MAX + ";", "VERSION_MAX = " + newest + ";");
        assertTrue(text.contains("VERSION_MIN = " + oldest + ";") && text.contains("VERSION_MAX = " + newest + ";"));
        Path changed = Files.writeString(sources.resolve("LinkHeader.java"), text);
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", classes.toString()));
        arguments.add(changed.toString());
        try (Stream<Path> all = Files.walk(core)) {
            all.filter(file -> file.toString().endsWith(".java") && !file.equals(header))
                    .forEach(file -> arguments.add(file.toString()));
        }
        var said = new java.io.ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler().run(null, said, said, arguments.toArray(String[]::new));
        assertEquals(0, status, () -> said.toString(StandardCharsets.UTF_8));
        Files.copy(
                HOME.resolve("docs/protocol.md"),
                Files.createDirectories(classes.resolve("dev/wave/core/protocol"))
                        .resolve("protocol.md"));
        return classes.toString();
    }

    @BeforeEach
    void open() {
        processes = new Processes(folder);
    }

    @AfterEach
    void endWhatIsLeft() throws IOException {
        processes.close();
        Files.deleteIfExists(Path.of("/dev/shm/wave-" + link));
    }

    private static String before(String release, String classPath) {
        return release.isEmpty() ? classPath : release + File.pathSeparator + classPath;
    }

    private void service(String release) throws Exception {
        processes.service("service", link, before(release, Processes.serviceClassPath()));
    }

    private Process agent(String release) throws IOException {
        return processes.start(
                "agent", Processes.java(before(release, APP), "dev.wave.cli.Wave", "agent", "--link", "shm:" + link));
    }

    private void assertRefused(Process agent, int status, String expected) throws InterruptedException {
        assertEquals(status, Processes.status(agent), () -> processes.said("agent"));
        assertEquals(1, processes.said("agent").lines().count(), () -> processes.said("agent"));
        assertTrue(processes.said("agent").contains(expected), () -> processes.said("agent"));
    }

    @Test
    void newerAgentServesAnOlderService() throws Exception {
        service("");
        agent(wider);
        processes.await("agent", "in charge of shm:" + link);
    }

    @Test
    void olderAgentServesANewerService() throws Exception {
        service(wider);
        agent("");
        processes.await("agent", "in charge of shm:" + link);
    }

    @Test
    void agentThatIsTooNewIsRefusedBeforeItClaims() throws Exception {
        service("");
        assertRefused(
                agent(newer),
                2,
                "speaks protocol versions 1 to 2, this program 3 to 3. Bring both to a common release");
    }

    @Test
    void serviceThatIsTooNewIsRefusedByAgentsAndByThoseWhoLookOn() throws Exception {
        service(newer);
        assertRefused(
                agent(""), 2, "speaks protocol versions 3 to 3, this program 1 to 2. Bring both to a common release");
        Shell top =
                Shell.run(HOME, Map.of("WAVE_BUILDING", "1"), Processes.wave("top", "--once", "--link", "shm:" + link));
        assertEquals(1, top.status());
        assertTrue(top.err().contains("speaks protocol versions 3 to 3"), top::err);
    }

    /** An agent may claim all the same, for instance one that does not read the header: then the host refuses, and both sides say so. */
    @Test
    void claimOfAnotherVersionIsRefusedByTheHostAndShownOnItsSide() throws Exception {
        service("");
        try (FileChannel file = FileChannel.open(Path.of("/dev/shm/wave-" + link), StandardOpenOption.WRITE)) {
            ByteBuffer range =
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 1L | 9L << 32);
            assertEquals(8, file.write(range, LinkHeader.VERSIONS));
        }
        Process agent = agent(newer);
        assertRefused(agent, 1, "the service speaks another version of the protocol");
        Shell top =
                Shell.run(HOME, Map.of("WAVE_BUILDING", "1"), Processes.wave("top", "--once", "--link", "shm:" + link));
        assertEquals(0, top.status(), top::err);
        assertTrue(
                top.out()
                        .contains(
                                "claim refused: another version of the protocol (region 0, number 1 of the kind): process "
                                        + agent.pid() + " speaks version 3, this host 1 to 2"),
                top::out);
    }
}
