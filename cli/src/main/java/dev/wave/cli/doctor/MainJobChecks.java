package dev.wave.cli.doctor;

import static dev.wave.cli.doctor.Finding.Group.MAIN_JOB;
import static dev.wave.cli.doctor.Finding.Group.TOOLS;

import dev.wave.threads.preempt.Preemption;
import dev.wave.threads.virtual.ThreadEnclave;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the demo, and any service under an agent, cannot do without. */
final class MainJobChecks {
    private static final int JDK = 25;
    private static final long MIB = 1 << 20;

    /** A link of one core takes 0.6 MB; the demo has a request link of a few MB beside it. */
    private static final long SHARED_BYTES = 16 * MIB;

    /** The demo's service and its NIC side each have a heap of up to 1 GB. */
    private static final long MEMORY_BYTES = 2_500 * MIB;

    private static final long DISK_BYTES = 500 * MIB;

    private final MachineFiles machine;
    private final Jvm jvm;

    MainJobChecks(MachineFiles machine, Jvm jvm) {
        this.machine = machine;
        this.jvm = jvm;
    }

    /**
     * What this JVM says about itself.
     *
     * @param problem why virtual threads cannot be scheduled from outside; empty if they can
     * @param polls why preemption polls do nothing; empty if they work
     */
    record Jvm(int version, String name, String architecture, String problem, String polls, Path cache) {
        static Jvm present(Path cache) {
            return new Jvm(
                    Runtime.version().feature(),
                    Runtime.version() + ", " + System.getProperty("java.vm.vendor"),
                    System.getProperty("os.arch"),
                    ThreadEnclave.problem(),
                    Preemption.problem(),
                    cache);
        }
    }

    List<Finding> all() {
        return List.of(
                jdk(),
                virtualThreads(),
                preemption(),
                instrumenter(),
                sharedMemory(),
                futex(),
                memory(),
                disk(),
                attach());
    }

    private Finding jdk() {
        String mend = "install a JDK 25, for example the package temurin-25-jdk, or set WAVE_JAVA_HOME";
        if (jvm.version() < JDK) {
            return Finding.no(MAIN_JOB, "JDK", jvm.name() + " is older than " + JDK, mend);
        }
        return jvm.version() == JDK
                ? Finding.yes(MAIN_JOB, "JDK", jvm.name())
                : Finding.couldBeBetter(MAIN_JOB, "JDK", jvm.name() + "; tested with 25 only", mend);
    }

    private Finding virtualThreads() {
        return jvm.problem().isEmpty()
                ? Finding.yes(MAIN_JOB, "virtual threads under an agent", "the JDK's internals were tried out and fit")
                : Finding.no(
                        MAIN_JOB,
                        "virtual threads under an agent",
                        jvm.problem(),
                        "start the JVM with --add-opens java.base/java.lang=ALL-UNNAMED or -javaagent:wave-threads.jar");
    }

    private Finding preemption() {
        return jvm.polls().isEmpty()
                ? Finding.yes(MAIN_JOB, "preemption", "polls find the carrier of a thread")
                : Finding.no(MAIN_JOB, "preemption", jvm.polls(), "start the JVM with -javaagent:wave-threads.jar");
    }

    private Finding instrumenter() {
        try {
            Path jar = Path.of(ThreadEnclave.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isRegularFile(jar)
                    ? Finding.yes(MAIN_JOB, "instrumenter", "-javaagent:" + jar + "=packages=YOUR.PACKAGE.")
                    : Finding.no(MAIN_JOB, "instrumenter", "no jar, but classes in " + jar, "run it by ./wave");
        } catch (URISyntaxException e) {
            return Finding.no(
                    MAIN_JOB, "instrumenter", "its place is no file name: " + e.getInput(), "move the installation");
        }
    }

    private Finding sharedMemory() {
        String what = "shared memory";
        if (!machine.writable("/dev/shm")) {
            return Finding.no(
                    MAIN_JOB,
                    what,
                    "/dev/shm is missing or not writable for this user",
                    "mount -t tmpfs -o mode=1777 tmpfs /dev/shm");
        }
        long free = free(machine.at("/dev/shm"));
        String why = megabytes(free) + " free in /dev/shm";
        return free < SHARED_BYTES
                ? Finding.no(
                        MAIN_JOB,
                        what,
                        why + ", " + megabytes(SHARED_BYTES) + " needed",
                        "mount -o remount,size=1G /dev/shm (in a container: --shm-size=1g), or remove what is left of crashed services: ./wave top --once shows them")
                : Finding.yes(MAIN_JOB, what, why);
    }

    private Finding futex() {
        boolean known = List.of("amd64", "x86_64", "aarch64", "riscv64").contains(jvm.architecture());
        return known
                ? Finding.yes(MAIN_JOB, "interrupts by futex", "Linux on " + jvm.architecture())
                : Finding.no(
                        MAIN_JOB,
                        "interrupts by futex",
                        "no system call number is known for " + jvm.architecture(),
                        "use an x86-64 or aarch64 machine");
    }

    private Finding memory() {
        long available = machine.number("/proc/meminfo", "MemAvailable:").orElse(0L) * 1024;
        long limit = machine.text("/sys/fs/cgroup/memory.max")
                .filter(text -> text.matches("\\d+"))
                .map(Long::valueOf)
                .orElse(Long.MAX_VALUE);
        long usable = Math.min(available, limit);
        String why = megabytes(usable) + " usable" + (limit < available ? " (limit of the control group)" : "");
        return usable < MEMORY_BYTES
                ? Finding.no(
                        MAIN_JOB,
                        "memory",
                        why + ", the demo needs " + megabytes(MEMORY_BYTES),
                        "end other programs, or raise the container's memory limit")
                : Finding.yes(MAIN_JOB, "memory", why);
    }

    private Finding disk() {
        Path folder = jvm.cache();
        while (!Files.exists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        long free = free(folder);
        String why = megabytes(free) + " free for the demo's database in " + jvm.cache();
        boolean enough = Files.isWritable(folder) && free >= DISK_BYTES;
        return enough
                ? Finding.yes(MAIN_JOB, "disk", why)
                : Finding.no(
                        MAIN_JOB,
                        "disk",
                        why + (Files.isWritable(folder) ? "" : ", which is not writable"),
                        "XDG_CACHE_HOME=/another/folder ./wave demo");
    }

    private static Finding attach() {
        boolean there = ModuleLayer.boot().findModule("jdk.attach").isPresent();
        return there
                ? Finding.yes(TOOLS, "attaching to a running JVM", "to those of the same user")
                : Finding.couldBeBetter(
                        TOOLS,
                        "attaching to a running JVM",
                        "this Java has no module jdk.attach",
                        "run with a whole JDK");
    }

    private static long free(Path place) {
        try {
            return Files.getFileStore(place).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MB", bytes / MIB);
    }
}
