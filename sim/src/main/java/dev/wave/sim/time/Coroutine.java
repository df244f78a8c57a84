package dev.wave.sim.time;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A body that can be left in its middle and entered again there, a tenth of a microsecond each way: what a virtual thread is made of. With
 * it, shipping code that loops and branches as it likes stops at every access of a window, in one thread.
 *
 * <p>The class of the JDK behind it is not public: the JVM needs {@code --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}.
 */
public final class Coroutine {
    private static final Object SCOPE;
    private static final MethodHandle CREATE;
    private static final MethodHandle RUN;
    private static final MethodHandle YIELD;
    private static final MethodHandle IS_DONE;

    static {
        try {
            Class<?> scope = Class.forName("jdk.internal.vm.ContinuationScope");
            Class<?> type = Class.forName("jdk.internal.vm.Continuation");
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SCOPE = scope.getConstructor(String.class).newInstance("wave");
            CREATE = lookup.findConstructor(type, MethodType.methodType(void.class, scope, Runnable.class))
                    .asType(MethodType.methodType(Object.class, Object.class, Runnable.class));
            RUN = lookup.findVirtual(type, "run", MethodType.methodType(void.class))
                    .asType(MethodType.methodType(void.class, Object.class));
            YIELD = lookup.findStatic(type, "yield", MethodType.methodType(boolean.class, scope))
                    .asType(MethodType.methodType(boolean.class, Object.class));
            IS_DONE = lookup.findVirtual(type, "isDone", MethodType.methodType(boolean.class))
                    .asType(MethodType.methodType(boolean.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "the simulator steps through code with the JDK's continuations, which this JVM does not show: run it with"
                            + " --add-exports java.base/jdk.internal.vm=ALL-UNNAMED",
                    e);
        }
    }

    private final Object continuation;

    public Coroutine(Runnable body) {
        try {
            continuation = CREATE.invokeExact(SCOPE, body);
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    /** Goes on until the body leaves or ends; what it throws comes out here. */
    public void resume() {
        try {
            RUN.invokeExact(continuation);
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    /**
     * Leaves the body that is running; the caller must be inside one, and hold no monitor.
     *
     * @param who runs, for the complaint
     * @throws IllegalStateException if a frame of the body cannot be left: a class initialiser, native code
     */
    public static void leave(Object who) {
        try {
            boolean ignored = (boolean) YIELD.invokeExact(SCOPE);
        } catch (IllegalStateException e) {
            throw Suspension.pinned(who, e);
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    /** The body has come to its end. */
    public boolean ended() {
        try {
            return (boolean) IS_DONE.invokeExact(continuation);
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    private static RuntimeException thrown(Throwable e) {
        return switch (e) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> new IllegalStateException(e);
        };
    }
}
