package dev.wave.threads.preempt;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Finds the platform thread that carries the present virtual thread, through a private method of the JDK.
 *
 * <p>Initialised on first use, not with {@link Preemption}, so that the instrumenter can open {@code java.lang} first.
 */
final class CarrierLookup {
    private static final MethodHandle CURRENT;
    private static final String PROBLEM;

    static {
        MethodHandle current = null;
        String problem = "";
        try {
            current = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                    .findStatic(Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
        } catch (IllegalAccessException e) {
            problem = "java.lang is closed: start with the instrumenter (-javaagent) or with"
                    + " --add-opens java.base/java.lang=ALL-UNNAMED";
        } catch (NoSuchMethodException e) {
            problem = "this JDK has no Thread.currentCarrierThread()";
        }
        CURRENT = current;
        PROBLEM = problem;
    }

    private CarrierLookup() {}

    /** Why there is no lookup, or the empty string if there is one. */
    static String problem() {
        return PROBLEM;
    }

    /** The present carrier (the thread itself if it is no virtual thread), or null if it cannot be found out. */
    static Thread current() {
        if (CURRENT == null) {
            return null;
        }
        try {
            return (Thread) CURRENT.invokeExact();
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /**
     * For what a method handle may throw when its target declares nothing: errors such as StackOverflowError, which a
     * poll must not hide.
     */
    static Error unchecked(Throwable e) {
        return e instanceof Error error ? error : new AssertionError(e);
    }
}
