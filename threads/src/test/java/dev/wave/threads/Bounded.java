package dev.wave.threads;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.wave.core.Clock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits that cannot hang: what does not happen within a generous bound fails, and shows what every thread waits for. */
public final class Bounded {
    /** Far more than any of these waits needs, also on a crowded machine; the cores of a {@link Rig} sleep longer. */
    public static final long SECONDS = Integer.getInteger("wave.test.bound", 60);

    private static final int DUMP_CHARACTERS = 30_000;
    private static final Clock CLOCK = Clock.system();

    private Bounded() {}

    /** Waits until something is so. */
    public static void until(String what, BooleanSupplier holds) {
        long deadline = CLOCK.nanos() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!holds.getAsBoolean()) {
            if (CLOCK.nanos() > deadline) {
                throw hung(what);
            }
            pause(1);
        }
    }

    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    public static void join(String what, Thread thread) {
        try {
            if (!thread.join(java.time.Duration.ofSeconds(SECONDS))) {
                throw hung(what);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** The result; a failure of the task becomes the cause of a failure here. */
    public static <T> T get(String what, Future<T> future) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(hung(what).getMessage(), e);
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(what + ": " + e.getCause(), e);
        }
    }

    /** Runs something on a platform thread of its own: what may hang must not hang the test. */
    public static <T> T call(String what, Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        Thread.ofPlatform().daemon().name("bounded: " + what).start(task);
        return get(what, task);
    }

    private static AssertionError hung(String what) {
        return new AssertionError(what + " did not come about within " + SECONDS + " s. Threads:\n" + dump());
    }

    private static String dump() {
        StringBuilder text = new StringBuilder();
        try {
            Path file = Files.createTempFile("wave-hung", ".txt");
            Files.delete(file);
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            text.append("(whole dump: ").append(file).append(")\n").append(Files.readString(file));
        } catch (IOException | RuntimeException e) {
            text.append("no dump: ").append(e);
        }
        return text.substring(0, Math.min(text.length(), DUMP_CHARACTERS));
    }
}
