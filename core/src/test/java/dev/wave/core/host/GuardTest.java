package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A guard excludes, and never makes anybody wait. */
class GuardTest {
    private final Guard guard = new Guard();
    private int unprotected;

    @Test
    void guardBelongsToOneUntilItIsReleased() {
        assertTrue(guard.tryAcquire());
        assertFalse(guard.tryAcquire());
        guard.release();
        assertTrue(guard.tryAcquire());
    }

    @Test
    void twoNeverHoldItAtOnce() throws InterruptedException {
        AtomicInteger acquired = new AtomicInteger();
        Threads.run(4, number -> {
            for (int i = 0; i < 100_000; i++) {
                if (guard.tryAcquire()) {
                    unprotected++;
                    acquired.incrementAndGet();
                    guard.release();
                }
            }
        });
        assertEquals(acquired.get(), unprotected);
    }

    @Test
    void workLeftToTheHolderIsAlwaysDone() throws InterruptedException {
        AtomicInteger left = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        int each = 100_000;
        Threads.run(3, number -> {
            for (int i = 0; i < each; i++) {
                left.incrementAndGet();
                // As MessageSender does: look again after the guard was given back.
                while (left.get() > 0 && guard.tryAcquire()) {
                    done.addAndGet(left.getAndSet(0));
                    guard.release();
                }
            }
        });
        assertEquals(0, left.get(), "everybody has gone home, and work lies about");
        assertEquals(3 * each, done.get());
    }
}
