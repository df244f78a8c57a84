package dev.wave.threads.virtual;

import dev.wave.threads.preempt.Preemption;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;

/**
 * The few internals of the JDK that scheduling virtual threads from outside needs, found by reflection and tried out once.
 *
 * <ul>
 *   <li>the constructor of the virtual-thread builder that takes a scheduler;
 *   <li>the thread behind the task that the JDK submits to a scheduler, for children whose thread we did not make;
 *   <li>the carrier of the present thread.
 * </ul>
 *
 * A JDK that lacks one of them is a JDK on which this mechanism does not work; {@link #problem} says so in words, and users keep the JDK's own
 * scheduler.
 */
final class JdkThreads {
    private static final String OPEN =
            "start the JVM with -javaagent:wave-threads.jar" + " (or --add-opens java.base/java.lang=ALL-UNNAMED)";
    private static final Internals INTERNALS = Internals.find();

    private JdkThreads() {}

    private record Internals(
            MethodHandle builder, Field taskThread, Field scheduler, Field threadTask, String problem) {
        static Internals find() {
            try {
                Class<?> type = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
                Constructor<?> constructor = type.getDeclaredConstructor(Executor.class);
                constructor.setAccessible(true);
                MethodHandle handle = MethodHandles.lookup()
                        .unreflectConstructor(constructor)
                        .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
                Runnable[] submitted = new Runnable[1];
                var builder = (Thread.Builder.OfVirtual) handle.invokeExact((Executor) task -> submitted[0] = task);
                Thread probe = builder.start(() -> {});
                Field field = threadField(submitted[0], probe);
                submitted[0].run();
                return probe.isAlive()
                        ? unsuitable("a submitted task did not run its thread")
                        : new Internals(handle, field, field(probe, "scheduler"), field(probe, "runContinuation"), "");
            } catch (java.lang.reflect.InaccessibleObjectException e) {
                return new Internals(null, null, null, null, "this JVM does not open java.lang: " + OPEN);
            } catch (Throwable e) {
                return unsuitable(e.toString());
            }
        }

        private static Field field(Thread probe, String name) throws ReflectiveOperationException {
            Field field = probe.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field;
        }

        private static Field threadField(Runnable task, Thread expected) throws ReflectiveOperationException {
            for (Field field : task.getClass().getDeclaredFields()) {
                field.setAccessible(true);
                if (field.get(task) == expected) {
                    return field;
                }
            }
            throw new NoSuchFieldException("the submitted task does not hold its thread");
        }

        private static Internals unsuitable(String why) {
            return new Internals(
                    null,
                    null,
                    null,
                    null,
                    "the virtual threads of Java " + Runtime.version() + " cannot be scheduled from outside (" + why
                            + "): use the JDK's own scheduler, or a JDK 25");
        }
    }

    /** Why virtual threads cannot be scheduled from outside in this JVM, and what to do; empty if they can. */
    static String problem() {
        return INTERNALS.problem().isEmpty() ? Preemption.problem() : INTERNALS.problem();
    }

    /** A builder of virtual threads whose wake-ups go to {@code scheduler}. */
    static Thread.Builder.OfVirtual builder(Executor scheduler) {
        try {
            return (Thread.Builder.OfVirtual) INTERNALS.builder().invokeExact(scheduler);
        } catch (Throwable e) {
            throw new IllegalStateException(problem(), e);
        }
    }

    /** What makes a virtual thread runnable; null if it is none. */
    static Object schedulerOf(Thread thread) {
        return read(INTERNALS.scheduler(), thread);
    }

    /** The task that is submitted for a virtual thread; null if it is none. */
    static Object taskOf(Thread thread) {
        return read(INTERNALS.threadTask(), thread);
    }

    private static Object read(Field field, Thread thread) {
        try {
            return field == null ? null : field.get(thread);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // Not one of the JDK's own virtual threads (a bound one, say): in no enclave.
            return null;
        }
    }

    /** The thread that a submitted task runs. */
    static Thread threadOf(Runnable task) {
        try {
            return (Thread) INTERNALS.taskThread().get(task);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // Tasks of one JDK are all of one class, tried out at start. Whatever this is, run it as if it never ended.
            return Thread.currentThread();
        }
    }

    /**
     * Starts the JDK's I/O pollers on the JDK's own scheduler. If one of our threads did the first socket I/O, they would inherit ours, and then every
     * virtual thread of the JVM would wait for our agent.
     */
    static void startPollers() {
        Thread starter = new Thread(
                () -> {
                    try {
                        Class.forName("sun.nio.ch.Poller", true, null);
                    } catch (ClassNotFoundException e) {
                        // A JDK without that class has no pollers to protect.
                    }
                },
                "wave-poller-start");
        starter.start();
        boolean interrupted = false;
        while (starter.isAlive()) {
            try {
                starter.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
