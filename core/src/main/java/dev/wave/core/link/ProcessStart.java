package dev.wave.core.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** When a process started. Process ids are used again; an id and its start time together are not. */
public final class ProcessStart {
    /** The start time cannot be read here. */
    public static final long UNKNOWN = 0;

    /** The process is dead. */
    public static final long GONE = -1;

    private ProcessStart() {}

    /** In clock ticks since boot (proc(5), field 22 of stat), or {@link #UNKNOWN}, or {@link #GONE}. */
    public static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The second field is the command in parentheses and may contain anything; count from its end.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean zombie = fields[0].equals("Z") || fields[0].equals("X");
            return zombie ? GONE : Long.parseLong(fields[19]);
        } catch (NoSuchFileException e) {
            return Files.isDirectory(Path.of("/proc/self")) ? GONE : UNKNOWN;
        } catch (IOException | RuntimeException e) {
            return UNKNOWN;
        }
    }

    /** True unless the process is known to be gone: dead, or its id now another one's. A start time of 0 stands for unknown. */
    public static boolean alive(long pid, long startTicks) {
        long now = ticks(pid);
        return now == UNKNOWN
                ? ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
                : now != GONE && (startTicks == UNKNOWN || startTicks == now);
    }
}
