package dev.wave.core.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Tells whether the process behind a claim still lives. Injected: a simulated machine has its own. */
@FunctionalInterface
public interface ProcessTable {

    /**
     * True unless the process is known to be gone. A pid that now belongs to a younger process is gone.
     *
     * @param startTicks when it started, in clock ticks since boot (proc(5), field 22 of stat); 0 if unknown
     */
    boolean alive(long pid, long startTicks);

    /** This machine's processes, by {@code /proc} where there is one. */
    static ProcessTable system() {
        return (pid, startTicks) -> {
            long now = startTicks(pid);
            return now == UNKNOWN
                    ? ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
                    : now != GONE && (startTicks == 0 || startTicks == now);
        };
    }

    long UNKNOWN = 0;
    long GONE = -1;

    /** When a process started, in clock ticks since boot; {@link #UNKNOWN} where that cannot be read, {@link #GONE} if it is dead. */
    static long startTicks(long pid) {
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
}
