package dev.wave.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.wave.core.Seeds;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A producer and a consumer thread that pause at random: everything arrives whole, once and in order. */
class QueuePropertyTest {
    private static final long HANGS_MILLIS = 60_000;

    @Test
    void everythingArrivesOnceWholeAndInOrder() {
        Seeds.each(getClass(), 12, QueuePropertyTest::transport);
    }

    private static void transport(long seed, RandomGenerator random) throws InterruptedException {
        int slots = 4 << random.nextInt(6);
        int count = 2_000 + random.nextInt(20_000);
        TestQueue queue = new TestQueue(slots);
        SlotWriter writer = queue.writer(seed);
        SlotReader reader = queue.reader(seed);
        AtomicReference<String> wrong = new AtomicReference<>();
        RandomGenerator pauses = Seeds.random(~seed);
        Thread consumer = new Thread(() -> consume(reader, count, pauses, wrong));
        consumer.setDaemon(true);
        consumer.start();
        for (int i = 0; i < count && wrong.get() == null; i++) {
            while (!writer.hasRoom()) {
                Thread.onSpinWait();
            }
            fill(writer, i);
            writer.publish();
            dawdle(random);
        }
        consumer.join(HANGS_MILLIS);
        assertFalse(consumer.isAlive(), "something was lost; the consumer stands at " + reader.position());
        assertNull(wrong.get());
        assertEquals(SlotReader.Found.NOTHING, reader.poll());
        assertEquals(count, reader.position());
    }

    private static void fill(SlotWriter writer, long value) {
        for (int word = 1; word < 8; word++) {
            writer.put(word, mix(value, word));
        }
    }

    private static void consume(SlotReader reader, int count, RandomGenerator pauses, AtomicReference<String> wrong) {
        for (long expected = 0; expected < count && wrong.get() == null; ) {
            switch (reader.poll()) {
                case NOTHING -> Thread.onSpinWait();
                case CORRUPT -> wrong.set("corrupt at " + reader.position());
                case SLOT -> {
                    for (int word = 1; word < 8; word++) {
                        if (reader.word(word) != mix(expected, word)) {
                            wrong.set("slot " + expected + ", word " + word + " is another's");
                        }
                    }
                    expected++;
                    dawdle(pauses);
                }
            }
        }
    }

    private static long mix(long value, int word) {
        return (value + 1) * 0x9e3779b97f4a7c15L ^ word;
    }

    /** Mostly nothing; now and then long enough for the other side to run full or dry. */
    private static void dawdle(RandomGenerator random) {
        int draw = random.nextInt(1_000);
        if (draw == 0) {
            Thread.yield();
        }
        for (int i = draw < 10 ? random.nextInt(500) : 0; i > 0; i--) {
            Thread.onSpinWait();
        }
    }
}
