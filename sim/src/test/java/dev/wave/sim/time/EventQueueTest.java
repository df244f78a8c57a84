package dev.wave.sim.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private record Entry(long time, long ticket) {}

    private final EventQueue queue = new EventQueue();

    /** Against the JDK's queue; few different moments, so that many are equal. */
    @Test
    void comesOutByTimeAndThenByOrderOfArrival() {
        for (long seed = 1; seed <= 200; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            compare(random, new EventQueue(), 1L << random.nextInt(1, 40), "seed " + seed);
        }
    }

    private static void compare(RandomGenerator random, EventQueue queue, long spread, String seed) {
        var model = new PriorityQueue<>(Comparator.comparingLong(Entry::time).thenComparingLong(Entry::ticket));
        for (int i = 0; i < 3_000; i++) {
            boolean fills = i < 1_500 ? random.nextInt(3) > 0 : random.nextInt(3) == 0;
            if (fills || model.isEmpty()) {
                long time = random.nextLong(spread);
                model.add(new Entry(time, queue.add(time, random.nextInt(EventQueue.EVENTS))));
            } else {
                Entry first = model.poll();
                assertEquals(first.time(), queue.nextTime(), seed);
                assertEquals(first.ticket(), queue.take(), seed);
            }
            assertEquals(model.size(), queue.size(), seed);
            assertEquals(model.isEmpty() ? EventQueue.NEVER : model.peek().time(), queue.nextTime(), seed);
        }
    }

    @Test
    void ticketTellsTheEvent() {
        queue.add(5, 1234);
        assertEquals(1234, EventQueue.event(queue.take()));
        assertTrue(queue.isEmpty());
    }

    @Test
    void nothingToTakeIsAnError() {
        assertThrows(IllegalStateException.class, queue::take);
        queue.add(1, 1);
        queue.take();
        assertThrows(IllegalStateException.class, queue::take);
    }

    @Test
    void eventsThatDoNotFitAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> queue.add(0, -1));
        assertThrows(IllegalArgumentException.class, () -> queue.add(0, EventQueue.EVENTS));
        assertThrows(IllegalArgumentException.class, () -> queue.add(EventQueue.NEVER, 0));
    }

    @Test
    void equalMomentsKeepTheirOrder() {
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            queue.add(7, i);
        }
        while (!queue.isEmpty()) {
            out.add(EventQueue.event(queue.take()));
        }
        assertEquals(java.util.stream.IntStream.range(0, 100).boxed().toList(), out);
    }
}
