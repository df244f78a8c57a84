package dev.wave.threads.virtual;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says and allows about threads and CPUs: sched_setaffinity(2), gettid(2), proc(5). Elsewhere everything here does nothing. */
public final class Cpus {
    private static final int MASK_BYTES = 128;
    private static final MethodHandle SET_AFFINITY = find(
            "sched_setaffinity",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
    private static final MethodHandle GET_TID = find("gettid", FunctionDescriptor.of(ValueLayout.JAVA_INT));

    private Cpus() {}

    private static MethodHandle find(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find(name)
                .map(address -> linker.downcallHandle(address, shape))
                .orElse(null);
    }

    /**
     * Pins the calling thread to a CPU; -1 leaves it where it is.
     *
     * @return false if the system does not allow it: the CPU is outside what the process may use
     */
    public static boolean pin(int cpu) {
        if (cpu < 0) {
            return true;
        }
        if (SET_AFFINITY == null || cpu >= MASK_BYTES * 8) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, 8);
            mask.set(ValueLayout.JAVA_BYTE, cpu >>> 3, (byte) (1 << (cpu & 7)));
            return (int) SET_AFFINITY.invokeExact(0, (long) MASK_BYTES, mask) == 0;
        } catch (Throwable e) {
            return false;
        }
    }

    /** The kernel's id of the calling thread; 0 if unknown. */
    static long threadId() {
        try {
            return GET_TID == null ? 0 : (int) GET_TID.invokeExact();
        } catch (Throwable e) {
            return 0;
        }
    }

    /** True if that thread of this process sleeps in the kernel (a system call, a lock), rather than computes or waits for a CPU. */
    static boolean sleeps(long threadId) {
        try {
            String stat = Files.readString(Path.of("/proc/self/task/" + threadId + "/stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'S' || state == 'D';
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
