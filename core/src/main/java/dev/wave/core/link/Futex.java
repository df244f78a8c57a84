package dev.wave.core.link;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Linux futexes on memory shared between processes (futex(2)); plain, not private, so that both processes meet on the page.
 *
 * <p>The waiting word is the low half of an 8-byte word: little-endian, so its address is the word's.
 */
final class Futex {
    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;
    private static final MethodHandle SYSCALL = syscallHandle();
    private static final long NUMBER = futexNumber(System.getProperty("os.arch"));
    private static final MemoryLayout TIMESPEC =
            MemoryLayout.structLayout(ValueLayout.JAVA_LONG.withName("sec"), ValueLayout.JAVA_LONG.withName("nsec"));
    private static final ThreadLocal<MemorySegment> TIMEOUT =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(TIMESPEC));

    private Futex() {}

    private static MethodHandle syscallHandle() {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor shape = FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG);
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"), shape, Linker.Option.firstVariadicArg(1));
    }

    private static long futexNumber(String architecture) {
        return switch (architecture) {
            case "amd64", "x86_64" -> 202;
            case "aarch64", "riscv64" -> 98;
            default ->
                throw new LinkException("no futex number is known for " + architecture
                        + ": interrupts cannot work here. Use an x86-64 or aarch64 machine.");
        };
    }

    /** Sleeps while the word at {@code address} has {@code expected} in its low 32 bits, for at most {@code timeoutNanos}. */
    static void await(MemorySegment address, int expected, long timeoutNanos) {
        MemorySegment timeout = TIMEOUT.get();
        timeout.set(ValueLayout.JAVA_LONG, 0, timeoutNanos / 1_000_000_000L);
        timeout.set(ValueLayout.JAVA_LONG, 8, timeoutNanos % 1_000_000_000L);
        call(address, FUTEX_WAIT, expected, timeout);
    }

    /** Wakes everyone who sleeps on the word. */
    static void wake(MemorySegment address) {
        call(address, FUTEX_WAKE, Integer.MAX_VALUE, MemorySegment.NULL);
    }

    private static void call(MemorySegment address, long operation, long value, MemorySegment timeout) {
        try {
            // The result does not matter: waking, a changed word, a signal and the timeout all mean "look again".
            long ignored =
                    (long) SYSCALL.invokeExact(NUMBER, address, operation, value, timeout, MemorySegment.NULL, 0L);
        } catch (Throwable failure) {
            throw new LinkException("the futex system call cannot be made: " + failure, failure);
        }
    }
}
