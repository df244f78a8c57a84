package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Threads of a test: started together, ended together, and what one of them throws is the test's failure. */
final class Threads {
    private static final long HANGS_MILLIS = 30_000;

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** A thread's work. */
    @FunctionalInterface
    interface Body {
        void run(int number) throws Exception;
    }

    /** Runs a body in so many threads and waits for all of them. */
    static void run(int count, Body body) throws InterruptedException {
        Threads threads = new Threads();
        for (int i = 0; i < count; i++) {
            threads.start(i, body);
        }
        threads.join();
    }

    void start(int number, Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run(number);
            } catch (Exception | AssertionError e) {
                failure.compareAndSet(null, e);
            }
        });
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Waits until something holds; false if that never happens, or a thread failed. */
    boolean waitUntil(BooleanSupplier holds) {
        // Not a bound on speed: it only ends a test that hangs.
        long patience = System.nanoTime() + HANGS_MILLIS * 1_000_000;
        while (!holds.getAsBoolean()) {
            if (failed() || System.nanoTime() > patience) {
                return false;
            }
            Thread.yield();
        }
        return true;
    }

    boolean failed() {
        return failure.get() != null;
    }

    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(HANGS_MILLIS);
            assertFalse(thread.isAlive() && !failed(), "a thread hangs");
        }
        if (failed()) {
            throw new AssertionError(failure.get().getMessage(), failure.get());
        }
    }
}
