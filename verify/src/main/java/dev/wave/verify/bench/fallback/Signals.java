package dev.wave.verify.bench.fallback;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** kill(2): a process started for it would take longer than what is measured. */
final class Signals {
    static final int CONTINUE = 18;
    static final int STOP = 19;

    private static final MethodHandle KILL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private Signals() {}

    static void send(long pid, int signal) {
        try {
            if ((int) KILL.invokeExact((int) pid, signal) != 0) {
                throw new IllegalStateException("process " + pid + " cannot be sent signal " + signal);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
