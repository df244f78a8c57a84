package dev.wave.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.cli.doctor.Finding.Answer;
import dev.wave.core.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found out about machines that a folder of files describes. */
@Timeout(60)
class DiagnosisTest {
    @TempDir
    private Path root;

    private MainJobChecks.Jvm jvm;
    private ClockCost clockCost = new ClockCost(25, 10);
    private OptionalDouble pingPong = OptionalDouble.of(0.1);
    private List<Integer> cpus = List.of(0, 1);

    @BeforeEach
    void makeAGoodMachine() throws IOException {
        jvm = new MainJobChecks.Jvm(25, "25.0.3, somebody", "amd64", "", "", root.resolve("cache/demo"));
        Files.createDirectories(root.resolve("dev/shm"));
        file("/proc/meminfo", "MemTotal: 9 kB\nMemAvailable:   16000000 kB\n");
        file("/proc/sys/kernel/osrelease", "6.18.1-amd64\n");
        file("/proc/stat", "cpu  1000 0 0 1000 0 0 0 0 0 0\ncpu0 1 2\n");
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Diagnosis diagnosis() {
        MachineFiles machine = new MachineFiles(root, List.of(root.resolve("bin")));
        List<Finding> all = new ArrayList<>(new MainJobChecks(machine, jvm).all());
        all.addAll(new LinkChecks(clockCost).all());
        all.addAll(new CpuChecks(machine, cpus, pingPong).all());
        all.addAll(new KernelChecks(machine, false).all());
        // Tests run from classes, not from a jar; the instrumenter is not their matter.
        all.removeIf(finding -> finding.what().equals("instrumenter"));
        return new Diagnosis(all);
    }

    private String line(String what) {
        return diagnosis()
                .text()
                .lines()
                .filter(line -> line.contains("  " + what + ": "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "nothing about " + what + " in\n" + diagnosis().text()))
                .strip();
    }

    private String mend(String what) {
        List<String> lines = diagnosis().text().lines().toList();
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).contains("  " + what + ": ")) {
                return lines.get(i + 1).strip();
            }
        }
        throw new AssertionError("nothing about " + what);
    }

    @Test
    void goodMachineLacksNothing() {
        assertEquals(List.of(), diagnosis().missing(), diagnosis().text());
        assertTrue(diagnosis().json().contains("\"demo_can_run\": true"));
        assertTrue(line("JDK").startsWith("yes"), line("JDK"));
    }

    @Test
    void missingSharedMemoryPreventsTheDemoAndNamesTheMount() throws IOException {
        Files.delete(root.resolve("dev/shm"));
        assertEquals(List.of("shared memory"), diagnosis().missing());
        assertTrue(mend("shared memory").contains("mount -t tmpfs"), mend("shared memory"));
        assertTrue(diagnosis().json().contains("\"missing\": [\"shared memory\"]"));
    }

    @Test
    void memoryLimitOfAContainerCountsAndNotTheMachines() throws IOException {
        file("/sys/fs/cgroup/memory.max", "max\n");
        assertEquals(List.of(), diagnosis().missing());
        file("/sys/fs/cgroup/memory.max", "1073741824\n");
        assertEquals(List.of("memory"), diagnosis().missing());
        assertTrue(line("memory").contains("1,024 MB usable (limit of the control group)"), line("memory"));
    }

    @Test
    void everythingThatPreventsTheDemoIsNamed() throws IOException {
        jvm = new MainJobChecks.Jvm(21, "21", "sparc", "internals differ", "no carrier", root.resolve("cache"));
        file("/proc/meminfo", "MemAvailable: 1000 kB\n");
        assertEquals(
                List.of("JDK", "virtual threads under an agent", "preemption", "interrupts by futex", "memory"),
                diagnosis().missing());
        assertTrue(line("virtual threads under an agent").contains("internals differ"));
    }

    @Test
    void newerJdkIsSaidToBeUntested() {
        jvm = new MainJobChecks.Jvm(26, "26", "aarch64", "", "", root);
        assertTrue(line("JDK").startsWith("so-so"), line("JDK"));
        assertEquals(List.of(), diagnosis().missing());
    }

    @ParameterizedTest
    @CsvSource({"0.11, yes, near", "0.5, so-so, far"})
    void distanceOfTheCpusIsClassified(double micros, String answer, String word) {
        pingPong = OptionalDouble.of(micros);
        String line = line("cache line from CPU to CPU");
        assertTrue(line.startsWith(answer) && line.contains(word), line);
    }

    @Test
    void delayedLinkNamesThePresetsAndWhatTheClockCosts() {
        String line = line("delayed");
        assertTrue(line.startsWith("yes"), line);
        assertTrue(line.contains("mount-evans (750 ns), coherent (150 ns)"), line);
        assertTrue(line.contains("reading the clock takes 25 ns and it moves in steps of 10 ns"), line);
    }

    @ParameterizedTest
    @CsvSource({
        "60, 10, so-so, too coarse for coherent",
        "10, 100, so-so, too coarse for coherent",
        "1200, 10, no, too coarse for mount-evans"
    })
    void clockTooCoarseForALinkIsSaidToBe(double readNanos, double stepNanos, String answer, String word) {
        clockCost = new ClockCost(readNanos, stepNanos);
        String line = line("delayed");
        assertTrue(line.startsWith(answer) && line.contains(word), line);
        assertTrue(mend("delayed").contains("clocksource"), mend("delayed"));
        assertEquals(List.of(), diagnosis().missing(), "the demo runs without it");
    }

    @Test
    void clockOfThisMachineHasACostAndAStep() {
        ClockCost cost = ClockCost.of(Clock.system());
        assertTrue(cost.readNanos() > 0 && cost.stepNanos() > 0, cost::toString);
        long[] now = {0};
        assertEquals(new ClockCost(7, 7), ClockCost.of(() -> now[0] += 7), "a clock that is known");
    }

    @Test
    void singleCpuIsNoObstacleButSaidToBeOne() {
        cpus = List.of(3);
        pingPong = OptionalDouble.empty();
        assertEquals(List.of(), diagnosis().missing());
        assertTrue(line("two CPUs").startsWith("so-so"), line("two CPUs"));
        assertTrue(line("cache line from CPU to CPU").contains("not measured"));
    }

    @Test
    void noisyMachineIsToldWhatWouldQuietIt() throws IOException {
        file("/sys/devices/system/cpu/smt/active", "1\n");
        file("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
        file("/proc/stat", "cpu  500 0 0 400 0 0 0 100 0 0\n");
        file("/proc/sys/kernel/osrelease", "6.1.0\n");
        assertTrue(line("CPUs of its own").contains("10.00 %"), line("CPUs of its own"));
        assertTrue(mend("steady clock rate").contains("cpupower"));
        assertTrue(mend("one thread per core").contains("smt/control"));
        assertTrue(line("short time slices").contains("older than 6.12"));
        assertTrue(line("sched_ext").contains("older than 6.12"));
        file("/sys/devices/system/cpu/isolated", "2-3\n");
        assertTrue(
                line("isolated CPUs").startsWith("yes") && line("isolated CPUs").endsWith("2-3"));
    }

    @Test
    void whatThisBuildDoesNotShipIsNeverCalledYes() throws IOException {
        assertTrue(line("sched_ext").startsWith(Answer.NOT_HERE.words()), line("sched_ext"));
        assertTrue(mend("sched_ext").contains("CONFIG_SCHED_CLASS_EXT"));
        file("/sys/kernel/sched_ext/state", "disabled\n");
        file("/sys/kernel/mm/damon/admin/x", "");
        file("/sys/kernel/iommu_groups/0/x", "");
        file("/dev/vfio/vfio", "");
        for (String what : List.of("sched_ext", "DAMON", "IOMMU", "VFIO")) {
            assertTrue(line(what).startsWith(Answer.LATER.words()), line(what));
        }
    }

    @Test
    void programsAreLookedForOnThePath() throws IOException {
        assertTrue(mend("perf").contains("apt-get install"), mend("perf"));
        file("/bin/perf", "#!/bin/sh\n");
        assertTrue(root.resolve("bin/perf").toFile().setExecutable(true));
        assertTrue(line("perf").startsWith("yes"), line("perf"));
    }

    @Test
    void everyNoSaysWhatWouldMendIt() throws IOException {
        jvm = new MainJobChecks.Jvm(21, "21", "sparc", "internals differ", "no carrier", root.resolve("cache"));
        file("/proc/meminfo", "\n");
        Files.delete(root.resolve("dev/shm"));
        String json = diagnosis().json();
        assertFalse(json.matches("(?s).*\"answer\": \"(no|not_here)\", \"why\": \"[^\"]*\", \"mend\": \"\".*"), json);
    }

    @Test
    void cacheLineTravelsBetweenTwoCpusOfThisMachine() throws InterruptedException {
        OptionalDouble micros =
                PingPong.micros(0, Math.min(1, Runtime.getRuntime().availableProcessors() - 1), Clock.system());
        assertTrue(micros.isEmpty() || micros.getAsDouble() > 0, () -> "round trip " + micros);
        assertEquals(OptionalDouble.empty(), PingPong.micros(0, 100_000, Clock.system()), "a CPU that does not exist");
    }
}
