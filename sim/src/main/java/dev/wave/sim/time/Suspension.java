package dev.wave.sim.time;

import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.util.Arrays;

/**
 * Why an actor cannot be suspended where it stands.
 *
 * <p><b>Class initialisers and native frames</b> pin it: the JDK says so at once, and here it is said who and where.
 *
 * <p><b>Monitors</b> do not, since JDK 24: the suspension succeeds, the monitor goes away with the actor, and the next actor that wants it hangs the JVM, because both are the
 * same thread to it. Nothing cheap tells: {@code Continuation.isPinned} finds its own native frame and is always true, and {@code Thread.holdsLock} must be told the object. The
 * management interface knows, for a tenth of a millisecond a time; so it is asked only on timelines that were told to.
 */
final class Suspension {
    private static final String BELOW = "jdk.internal.vm.Continuation";

    private Suspension() {}

    /** @throws IllegalStateException if the actor that runs in this thread holds a monitor that it entered itself */
    static void refuseMonitors(Object who) {
        long[] self = {Thread.currentThread().threadId()};
        ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(self, true, false)[0];
        int end = depthOfActor(info.getStackTrace());
        for (MonitorInfo monitor : info.getLockedMonitors()) {
            // What lies deeper was entered by whoever runs the simulation, and stays with it.
            if (monitor.getLockedStackDepth() < end) {
                throw new IllegalStateException(
                        "actor '" + who + "' is to be suspended while it holds the monitor of a "
                                + monitor.getClassName() + ", entered in " + monitor.getLockedStackFrame()
                                + ": all actors share one thread, and the next that enters it would hang. Code that actors run must not"
                                + " synchronize.");
            }
        }
    }

    private static int depthOfActor(StackTraceElement[] stack) {
        int depth = 0;
        while (depth < stack.length && !entersActor(stack[depth])) {
            depth++;
        }
        return depth;
    }

    private static boolean entersActor(StackTraceElement frame) {
        return frame.getClassName().equals(BELOW)
                && (frame.getMethodName().equals("enter")
                        || frame.getMethodName().equals("run"));
    }

    /** The same for whoever reads it, with the name of the actor and the frame that cannot be suspended. */
    static IllegalStateException pinned(Object who, IllegalStateException why) {
        String where = Arrays.stream(why.getStackTrace())
                .filter(frame -> frame.isNativeMethod() || frame.getMethodName().equals("<clinit>"))
                .filter(frame -> !frame.getClassName().equals(BELOW))
                .findFirst()
                .map(frame -> frame.getMethodName().equals("<clinit>")
                        ? "inside the initialiser of class " + frame.getClassName()
                        : "above the native method " + frame.getClassName() + "." + frame.getMethodName())
                .orElse("here");
        return new IllegalStateException(
                "actor '" + who + "' cannot be suspended " + where + " (" + why.getMessage()
                        + "): a class that actors use must be initialised without spending time, that is, without touching the link",
                why);
    }
}
