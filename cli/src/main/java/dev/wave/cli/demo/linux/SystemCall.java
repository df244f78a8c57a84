package dev.wave.cli.demo.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The one door to Linux system calls that Java has no class for. All of them act on the calling thread and need no privilege. */
final class SystemCall {
    private static final MethodHandle SYSCALL = handle();

    private SystemCall() {}

    private static MethodHandle handle() {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor shape = FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG);
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"), shape, Linker.Option.firstVariadicArg(1));
    }

    /** What the call is named here, and its number on the two processors we know. */
    enum Name {
        SCHED_SETAFFINITY(203, 122),
        SCHED_GETAFFINITY(204, 123),
        SCHED_SETATTR(314, 274),
        SCHED_GETATTR(315, 275),
        SETPRIORITY(141, 140),
        SETPGID(109, 154);

        private final long amd64;
        private final long aarch64;

        Name(long amd64, long aarch64) {
            this.amd64 = amd64;
            this.aarch64 = aarch64;
        }

        private long number() {
            return "aarch64".equals(System.getProperty("os.arch")) ? aarch64 : amd64;
        }
    }

    /** Makes the call; negative if the kernel refused it or there is no such call here. */
    static long call(Name name, long first, long second, MemorySegment third, long fourth) {
        try {
            return (long) SYSCALL.invokeExact(name.number(), first, second, third, fourth);
        } catch (Throwable failure) {
            throw new IllegalStateException("the system call " + name + " cannot be made: " + failure, failure);
        }
    }
}
