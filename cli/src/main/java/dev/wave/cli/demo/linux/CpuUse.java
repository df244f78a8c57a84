package dev.wave.cli.demo.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the kernel has counted up to one moment for a process and for the machine.
 *
 * @param seconds CPU seconds of the process, user and system together
 * @param involuntarySwitches how often its threads were taken off a CPU against their will
 * @param machineSeconds CPU seconds of all processes
 * @param stealSeconds CPU seconds that the machine below this (virtual) one took from all its CPUs
 */
public record CpuUse(double seconds, long involuntarySwitches, double machineSeconds, double stealSeconds) {
    /** Nothing used. */
    public static final CpuUse NONE = new CpuUse(0, 0, 0, 0);

    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final int MACHINE_USER = 1;
    private static final int MACHINE_NICE = 2;
    private static final int MACHINE_SYSTEM = 3;
    private static final int STEAL_TICKS = 8;

    /** Reads the counters of a live process; zeros for one that is gone. */
    public static CpuUse of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        return new CpuUse(processSeconds(process.resolve("stat")), switches(process.resolve("task")), busy(), steal());
    }

    /** What was used between an earlier moment and this one. */
    public CpuUse since(CpuUse earlier) {
        return new CpuUse(
                seconds - earlier.seconds,
                Math.max(0, involuntarySwitches - earlier.involuntarySwitches),
                machineSeconds - earlier.machineSeconds,
                stealSeconds - earlier.stealSeconds);
    }

    private static double processSeconds(Path stat) {
        String line = first(stat);
        int name = line.lastIndexOf(')');
        if (name < 0) {
            return 0;
        }
        String[] words = line.substring(name + 2).split(" ");
        return (Long.parseLong(words[USER_TICKS]) + Long.parseLong(words[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }

    private static long switches(Path tasks) {
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.mapToLong(thread -> switchesOfThread(thread.resolve("status")))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }

    private static long switchesOfThread(Path status) {
        return lines(status).stream()
                .filter(line -> line.startsWith("nonvoluntary_ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static double steal() {
        return machine(STEAL_TICKS);
    }

    private static double busy() {
        return machine(MACHINE_USER) + machine(MACHINE_NICE) + machine(MACHINE_SYSTEM);
    }

    private static double machine(int column) {
        String[] words = first(Path.of("/proc/stat")).split("\\s+");
        return words.length > column ? Long.parseLong(words[column]) / TICKS_PER_SECOND : 0;
    }

    private static String first(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.getFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException gone) {
            return List.of();
        }
    }
}
