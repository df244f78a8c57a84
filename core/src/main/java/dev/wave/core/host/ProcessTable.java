package dev.wave.core.host;

import dev.wave.core.link.ProcessStart;

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
        return ProcessStart::alive;
    }

    long UNKNOWN = ProcessStart.UNKNOWN;
    long GONE = ProcessStart.GONE;

    /** When a process started, in clock ticks since boot; {@link #UNKNOWN} where that cannot be read, {@link #GONE} if it is dead. */
    static long startTicks(long pid) {
        return ProcessStart.ticks(pid);
    }
}
