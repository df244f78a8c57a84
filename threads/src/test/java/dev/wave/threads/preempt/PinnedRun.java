package dev.wave.threads.preempt;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Runs code below a native frame (the C library's qsort calling back), where a virtual thread cannot leave its carrier.
 */
final class PinnedRun {
    private PinnedRun() {}

    static void run(Runnable body) {
        boolean[] done = new boolean[1];
        Runnable once = () -> {
            if (!done[0]) {
                done[0] = true;
                body.run();
            }
        };
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            var compare = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
            MethodHandle callback = MethodHandles.lookup()
                    .findStatic(
                            PinnedRun.class,
                            "compare",
                            MethodType.methodType(int.class, Runnable.class, MemorySegment.class, MemorySegment.class))
                    .bindTo(once);
            MethodHandle sort = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("qsort"),
                    FunctionDescriptor.ofVoid(
                            ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
            sort.invokeExact(arena.allocate(16), 2L, 8L, linker.upcallStub(callback, compare, arena));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by native code, which looks it up by name
    private static int compare(Runnable body, MemorySegment left, MemorySegment right) {
        body.run();
        return 0;
    }
}
