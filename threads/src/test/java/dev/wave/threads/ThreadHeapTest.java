package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The heap against a list that is sorted before each look. */
class ThreadHeapTest {
    private static final Comparator<PolicyThread> ORDER =
            Comparator.<PolicyThread>comparingLong(thread -> thread.key).thenComparingLong(thread -> thread.tie);

    private final ThreadHeap heap = new ThreadHeap();
    private final List<PolicyThread> model = new ArrayList<>();
    private final CoreState[] cores = {new CoreState(0), new CoreState(1), new CoreState(2)};
    private final OnlineCores online = new OnlineCores();

    private PolicyThread thread(int index, long affinity) {
        PolicyThread thread = new PolicyThread(index, online);
        thread.affinity = affinity;
        return thread;
    }

    private PolicyThread expected(CoreView core) {
        return model.stream()
                .filter(thread -> thread.mayRunOn(core.number()))
                .min(ORDER)
                .orElse(null);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void heapGivesWhatASortedListWouldGive(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        online.refresh(cores);
        for (int i = 0; i < 3_000; i++) {
            step(i, random, "seed " + seed + ", step " + i);
            assertEquals(model.size(), heap.size());
        }
    }

    private void step(int index, RandomGenerator random, String where) {
        CoreView core = cores[random.nextInt(cores.length)];
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> {
                PolicyThread thread = thread(index, random.nextBoolean() ? 0 : random.nextInt(8));
                if (random.nextInt(4) == 0) {
                    heap.addAhead(thread, random.nextInt(50));
                } else {
                    heap.add(thread, random.nextInt(50));
                }
                model.add(thread);
            }
            case 3 -> assertSame(expected(core), heap.peekFor(core), where);
            case 4 -> {
                PolicyThread expected = expected(core);
                assertSame(expected, heap.pollFor(core), where);
                model.remove(expected);
            }
            default -> {
                if (!model.isEmpty()) {
                    model.remove(random.nextInt(model.size())).leaveQueue();
                }
            }
        }
    }

    @Test
    void equalKeysComeOutInTheOrderTheyCame() {
        PolicyThread[] threads = {thread(0, 0), thread(1, 0), thread(2, 0), thread(3, 0)};
        heap.add(threads[0], 5);
        heap.add(threads[1], 5);
        heap.addAhead(threads[2], 5);
        heap.add(threads[3], 4);
        for (int index : new int[] {3, 2, 0, 1}) {
            assertSame(threads[index], heap.pollFor(cores[0]));
        }
        assertNull(heap.peekFirst());
    }

    @Test
    void threadIsInOnePlaceAtATime() {
        PolicyThread thread = thread(0, 0);
        heap.add(thread, 1);
        assertThrows(IllegalStateException.class, () -> new ThreadQueue().addLast(thread));
        assertThrows(IllegalStateException.class, () -> heap.add(thread, 2));
        assertFalse(new ThreadHeap().remove(thread));
        assertSame(thread, heap.peekFirst());
    }
}
