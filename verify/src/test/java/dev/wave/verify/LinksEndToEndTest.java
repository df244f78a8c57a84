package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services crash, files are cut, disks are full, users are strangers: what those who run agents and look on are told. */
@Timeout(150)
class LinksEndToEndTest {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));

    private final String link = "links-" + ProcessHandle.current().pid();
    private final Path file = Path.of("/dev/shm/wave-" + link);

    @TempDir
    private Path folder;

    private Processes processes;

    @BeforeEach
    void open() {
        processes = new Processes(folder);
    }

    @AfterEach
    void endWhatIsLeft() throws IOException {
        processes.close();
        Files.deleteIfExists(file);
    }

    private Process service(String name) throws Exception {
        return processes.service(name, link, Processes.serviceClassPath());
    }

    private Process agent(String name) throws Exception {
        Process agent = processes.start(name, Processes.wave("agent", "--link", "shm:" + link));
        processes.await(name, "in charge of shm:" + link);
        return agent;
    }

    private static Shell wave(String... words) {
        return Shell.run(HOME, Map.of("WAVE_BUILDING", "1"), Processes.wave(words));
    }

    @Test
    void crashedServiceIsStillReadableAndItsNameIsFreeForTheNext() throws Exception {
        Process service = service("service");
        Process agent = agent("agent");
        Shell top = wave("top", "--once", "--interval", "0.3", "--link", "shm:" + link);
        assertEquals(0, top.status(), top::err);
        assertTrue(top.out().contains("host process " + service.pid() + ","), top::out);
        assertTrue(top.out().contains("process " + agent.pid() + " (region "), top::out);
        assertTrue(top.out().contains(" pending: balanced"), top::out);
        assertFalse(top.out().contains("NOT BALANCED"), top::out);

        service.destroyForcibly();
        assertEquals(0, Processes.status(agent), () -> processes.said("agent"));
        assertTrue(processes.said("agent").contains("ended: the service has ended"), processes.said("agent"));
        top = wave("top", "--once", "--link", "shm:" + link);
        assertEquals(0, top.status(), top::err);
        assertTrue(top.out().contains("process " + service.pid() + " crashed: last counters"), top::out);
        assertTrue(wave("top", "--once").out().contains("shm:" + link), "the list names it too");

        service("next");
        agent("next agent");
    }

    @Test
    void agentThatNeverSleepsNoticesThatItsServiceCrashed() throws Exception {
        Process service = service("service");
        Process agent = processes.start("agent", Processes.wave("agent", "--busy", "--link", "shm:" + link));
        processes.await("agent", "in charge of shm:" + link);
        service.destroyForcibly();
        assertEquals(0, Processes.status(agent), () -> processes.said("agent"));
        assertTrue(processes.said("agent").contains("ended: the service has ended"), processes.said("agent"));
    }

    @Test
    void fileCutUnderARunningAgentEndsThatAgentWithOneSentence() throws Exception {
        service("service");
        Process agent = agent("agent");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
        assertEquals(1, Processes.status(agent), () -> processes.said("agent"));
        List<String> after = processes
                .said("agent")
                .lines()
                .filter(line -> !line.contains("in charge of") && !line.contains("lost epoch"))
                .toList();
        assertEquals(1, after.size(), after::toString);
        assertTrue(after.getFirst().startsWith("wave agent: the memory of the link"), after::toString);
    }

    @Test
    void serviceThatIsStoppedIsNamedByTheAgentThatAsksInVain() throws Exception {
        Process service = service("service");
        signal("STOP", service);
        processes.start("agent", Processes.wave("agent", "--link", "shm:" + link));
        processes.await("agent", "still asking: shm:" + link + " has not answered. Its process is stopped");
        signal("CONT", service);
        processes.await("agent", "in charge of shm:" + link);
    }

    @Test
    void agentThatWaitsForItsServiceSaysSo() throws Exception {
        processes.start("agent", Processes.wave("agent", "--link", "shm:" + link, "--wait", "60"));
        processes.await("agent", "wave agent: waiting: no link shm:" + link);
        service("service");
        processes.await("agent", "in charge of shm:" + link);
    }

    @Test
    void whoLooksOnEndsWhenNobodyReadsItAnyMore() {
        String pipe = "timeout 60 ./wave top --interval 0.1 | head -n 1; echo status ${PIPESTATUS[0]}";
        Shell top = Shell.run(HOME, Map.of("WAVE_BUILDING", "1"), List.of("bash", "-c", pipe));
        assertEquals("status 1", top.lastLine(), top.toString());
        assertEquals(1, top.err().lines().count(), top.err());
    }

    @Test
    void resultThatWentNowhereIsNotTakenForOneThatWasShown() {
        Shell full = Shell.run(HOME, Map.of("WAVE_BUILDING", "1"), List.of("sh", "-c", "./wave --help >/dev/full"));
        assertEquals(1, full.status(), full.err());
        assertEquals(
                "wave: not all of the result could be shown: standard output is closed or full.",
                full.err().strip());
    }

    private static void signal(String name, Process process) throws Exception {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertEquals(0, status);
    }

    @Test
    void deletedLinkGoesOnForItsAgentAndIsUnknownToTheNext() throws Exception {
        service("service");
        Process agent = agent("agent");
        Files.delete(file);
        Shell next = wave("agent", "--link", "shm:" + link);
        assertEquals(2, next.status());
        assertTrue(next.err().startsWith("wave agent: no link shm:" + link), next::err);
        assertTrue(agent.isAlive(), () -> processes.said("agent"));
    }

    @Test
    void fullSharedMemoryIsToldInOneLineAndNothingIsLeftBehind() {
        assumeTrue(canMount(), "this test mounts a small /dev/shm of its own, which only root may do");
        String java = String.join(" ", Processes.java(Processes.serviceClassPath(), LinkService.class, link));
        Shell run = Shell.run(
                HOME,
                Map.of(),
                List.of(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=64k tmpfs /dev/shm && " + java + "; s=$?; ls /dev/shm; exit $s"));
        assertEquals(1, run.status(), run::err);
        String expected = "link shm:" + link + " cannot be made in /dev/shm: No space left on device.";
        assertTrue(run.err().startsWith(expected), run::err);
        assertEquals(1, run.err().lines().count(), run::err);
        assertEquals("", run.out(), "half a file would keep the space that the next try needs");
    }

    private static boolean canMount() {
        return Shell.run(HOME, Map.of(), List.of("sh", "-c", "unshare -m true 2>/dev/null"))
                        .status()
                == 0;
    }

    @Test
    void userWithoutPermissionIsToldWhoseTheLinkIs() throws Exception {
        String app = HOME.resolve("cli/target/app").toString();
        String drop = "setpriv --reuid=65534 --regid=65534 --clear-groups ";
        Shell able = Shell.run(
                folder, Map.of(), List.of("sh", "-c", drop + "ls " + app + " " + System.getProperty("java.home")));
        assumeTrue(able.status() == 0, "this test runs the command as user nobody, which only root may start");
        service("service");
        List<String> command = Processes.java(app + "/*", "dev.wave.cli.Wave", "agent", "--link", "shm:" + link);
        Shell run = Shell.run(Path.of("/"), Map.of(), List.of("sh", "-c", drop + quoted(command)));
        assertEquals(2, run.status(), run::err);
        assertEquals(1, run.err().lines().count(), run::err);
        assertTrue(run.err().contains("permission denied: it belongs to user root (mode rw-------)"), run::err);
    }

    private static String quoted(List<String> words) {
        return "'" + String.join("' '", words) + "'";
    }

    @Test
    void diskThatIsFullForTheResultIsToldInOneLine() {
        Shell run = wave("doctor", "--json", "/dev/full");
        assertEquals(1, run.status());
        assertEquals(1, run.err().lines().count(), run::err);
        assertTrue(run.err().contains("cannot be written to /dev/full"), run::err);
        assertTrue(run.out().contains("./wave demo can"), "what was found was told all the same");
    }
}
