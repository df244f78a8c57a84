package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The queue of policies does what an ArrayDeque does, and refuses a thread that already waits. */
class ThreadQueueTest {
    private static final long SEED = Long.getLong("wave.test.seed", 42L);
    private static final int OPERATIONS = 100_000;

    private final ThreadQueue queue = new ThreadQueue();
    private final ArrayDeque<PolicyThread> model = new ArrayDeque<>();
    private final PolicyThread[] threads = new PolicyThread[20];

    private PolicyThread pollFromModel(int core) {
        for (Iterator<PolicyThread> each = model.iterator(); each.hasNext(); ) {
            PolicyThread thread = each.next();
            if (thread.mayRunOn(core)) {
                each.remove();
                return thread;
            }
        }
        return null;
    }

    private void operate(RandomGenerator random, int operation) {
        PolicyThread thread = threads[random.nextInt(threads.length)];
        boolean waits = model.contains(thread);
        switch (operation) {
            case 0, 1 -> {
                if (waits) {
                    assertThrows(IllegalStateException.class, () -> queue.addLast(thread));
                } else {
                    queue.addLast(thread);
                    model.addLast(thread);
                }
            }
            case 2 -> {
                if (waits) {
                    assertThrows(IllegalStateException.class, () -> queue.addFirst(thread));
                } else {
                    queue.addFirst(thread);
                    model.addFirst(thread);
                }
            }
            case 3 -> assertSame(model.pollFirst(), queue.pollFirst());
            case 4 -> {
                int core = random.nextInt(4);
                assertSame(pollFromModel(core), queue.pollFor(new CoreState(core)));
            }
            default -> assertEquals(model.remove(thread), queue.remove(thread));
        }
        assertEquals(model.size(), queue.size());
        assertEquals(model.isEmpty(), queue.isEmpty());
        assertSame(model.peekFirst(), queue.peekFirst());
    }

    @Test
    void queueBehavesLikeAnArrayDeque() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new PolicyThread(i, new OnlineCores());
            threads[i].affinity = i % 3 == 0 ? 0 : random.nextInt(1, 16);
        }
        for (int i = 0; i < OPERATIONS; i++) {
            int operation = random.nextInt(6);
            try {
                operate(random, operation);
            } catch (AssertionError e) {
                throw new AssertionError(
                        "operation " + i + " (" + operation + "); again: -Dwave.test.seed=" + SEED
                                + " -Dtest=ThreadQueueTest: " + e.getMessage(),
                        e);
            }
        }
    }

    @Test
    void threadWaitsInOneQueueOnlyAndTheOtherSaysSo() {
        PolicyThread thread = new PolicyThread(7, new OnlineCores());
        ThreadQueue other = new ThreadQueue();
        queue.addLast(thread);
        var failure = assertThrows(IllegalStateException.class, () -> other.addLast(thread));
        assertTrue(failure.getMessage().contains("thread 7"), failure.getMessage());
        assertFalse(other.remove(thread), "it waits elsewhere");
        assertTrue(other.isEmpty());
        assertNull(other.peekFirst());
        assertTrue(queue.remove(thread));
        other.addFirst(thread);
        assertSame(thread, other.pollFirst());
    }

    @Test
    void affinityCountsCoresModuloSixtyFour() {
        PolicyThread thread = new PolicyThread(0, new OnlineCores());
        assertTrue(thread.mayRunOn(500), "no affinity is any core");
        thread.affinity = 1L << 5;
        assertTrue(thread.mayRunOn(5));
        assertTrue(thread.mayRunOn(69));
        assertFalse(thread.mayRunOn(6));
    }
}
