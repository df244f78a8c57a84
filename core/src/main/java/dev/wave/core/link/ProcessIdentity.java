package dev.wave.core.link;

/**
 * By which one side of a link tells that a process on the other is still the same: ids are used again, an id and its start time together are not.
 *
 * @param startTicks when it started, in clock ticks since boot (proc(5), field 22 of stat); 0 if unknown
 */
public record ProcessIdentity(long pid, long startTicks) {

    /** This JVM's. */
    public static ProcessIdentity current() {
        long pid = ProcessHandle.current().pid();
        return new ProcessIdentity(pid, Math.max(ProcessStart.UNKNOWN, ProcessStart.ticks(pid)));
    }
}
