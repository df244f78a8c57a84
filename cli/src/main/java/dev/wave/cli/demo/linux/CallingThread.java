package dev.wave.cli.demo.linux;

import dev.wave.cli.demo.linux.SystemCall.Name;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the calling platform thread can ask of the kernel's scheduler without privilege. Each answer says whether it was granted. */
public final class CallingThread {
    private static final int MASK_BYTES = 128;
    private static final int ATTRIBUTE_BYTES = 48;
    private static final long POLICY_OFFSET = 4;
    private static final int SCHED_IDLE = 5;
    private static final long RUNTIME_OFFSET = 24;
    private static final long PRIO_PROCESS = 0;

    private CallingThread() {}

    /** Stays on these CPUs from now on; threads and processes it starts inherit that. */
    public static boolean runOn(Collection<Integer> cpus) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            for (int cpu : cpus) {
                long word = (cpu / 64) * 8L;
                mask.set(ValueLayout.JAVA_LONG, word, mask.get(ValueLayout.JAVA_LONG, word) | 1L << (cpu % 64));
            }
            return SystemCall.call(Name.SCHED_SETAFFINITY, 0, MASK_BYTES, mask, 0) == 0;
        }
    }

    /** The CPUs this thread may be on; empty if the kernel does not say. */
    public static List<Integer> allowedCpus() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            SystemCall.call(Name.SCHED_GETAFFINITY, 0, MASK_BYTES, mask, 0);
            return IntStream.range(0, MASK_BYTES * Byte.SIZE)
                    .filter(cpu -> (mask.get(ValueLayout.JAVA_LONG, (cpu / 64) * 8L) >>> (cpu % 64) & 1) == 1)
                    .boxed()
                    .toList();
        }
    }

    /**
     * Asks for short time slices: since Linux 6.12 a thread with a shorter slice than the running one preempts it when it wakes
     * up, instead of waiting for the other's slice of a few milliseconds to end. It gets no more of the CPU by it.
     */
    public static boolean shortSlices(long nanos) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTE_BYTES, Long.BYTES);
            if (SystemCall.call(Name.SCHED_GETATTR, 0, attributes.address(), size(), 0) != 0) {
                return false;
            }
            attributes.set(ValueLayout.JAVA_INT, 0, ATTRIBUTE_BYTES);
            attributes.set(ValueLayout.JAVA_LONG, RUNTIME_OFFSET, nanos);
            boolean asked = SystemCall.call(Name.SCHED_SETATTR, 0, attributes.address(), MemorySegment.NULL, 0) == 0;
            // Older kernels accept the call and ignore the slice, so only reading it back tells.
            SystemCall.call(Name.SCHED_GETATTR, 0, attributes.address(), size(), 0);
            return asked && attributes.get(ValueLayout.JAVA_LONG, RUNTIME_OFFSET) == nanos;
        }
    }

    private static MemorySegment size() {
        return MemorySegment.ofAddress(ATTRIBUTE_BYTES);
    }

    /** Takes a lower priority than others; 0 is normal, 19 the lowest. */
    public static boolean nice(int value) {
        return SystemCall.call(Name.SETPRIORITY, PRIO_PROCESS, 0, MemorySegment.ofAddress(value), 0) == 0;
    }

    /**
     * Lets this JVM's compiler threads run from now on only when nobody else wants the CPU (SCHED_IDLE). They have the same weight as the service's
     * threads, and on a CPU they share each compilation would hold up what is urgent for milliseconds. Call it when the code is warm; before, it would
     * never become so.
     */
    public static void idleCompilers() {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"));
                Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTE_BYTES, Long.BYTES);
            attributes.set(ValueLayout.JAVA_INT, 0, ATTRIBUTE_BYTES);
            attributes.set(ValueLayout.JAVA_INT, POLICY_OFFSET, SCHED_IDLE);
            threads.filter(CallingThread::compiles)
                    .mapToLong(thread -> Long.parseLong(thread.getFileName().toString()))
                    .forEach(
                            id -> SystemCall.call(Name.SCHED_SETATTR, id, attributes.address(), MemorySegment.NULL, 0));
        } catch (IOException e) {
            // No such files, no such priorities: then the numbers scatter more.
        }
    }

    private static boolean compiles(Path thread) {
        try {
            String name = Files.readString(thread.resolve("comm"));
            return name.startsWith("C1 ") || name.startsWith("C2 ");
        } catch (IOException gone) {
            return false;
        }
    }

    /** Takes the whole process out of the terminal's foreground group, so that Ctrl-C reaches only whoever is in charge. */
    public static boolean leaveTerminalGroup() {
        return SystemCall.call(Name.SETPGID, 0, 0, MemorySegment.NULL, 0) == 0;
    }
}
