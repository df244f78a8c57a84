package dev.wave.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.queue.SlotReader.Found;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue's two ends, stepped in one thread. */
class QueueTest {
    private static final int SLOTS = 8;

    private final TestQueue queue = new TestQueue(SLOTS);
    private final SlotWriter writer = queue.writer(1);
    private final SlotReader reader = queue.reader(1);

    private void takes(long value) {
        assertEquals(Found.SLOT, reader.poll());
        for (int word = 1; word < 8; word++) {
            assertEquals(value * word, reader.word(word));
        }
    }

    private long valid(long position) {
        return queue.producer.load(queue.layout.slot(position));
    }

    private void spoil(long position, long valid) {
        queue.producer.store(queue.layout.slot(position), valid);
    }

    @Test
    void emptyQueueHoldsNothing() {
        assertFalse(reader.ready());
        assertEquals(Found.NOTHING, reader.poll());
        assertEquals(0, reader.position());
        assertEquals(0, writer.unread());
    }

    @Test
    void slotsComeOutInTheirOrder() {
        TestQueue.put(writer, 5);
        TestQueue.put(writer, 6);
        assertTrue(reader.ready());
        takes(5);
        takes(6);
        assertEquals(Found.NOTHING, reader.poll());
    }

    @Test
    void slotWithoutItsValidWordIsNotThere() {
        writer.put(1, 99);
        assertEquals(Found.NOTHING, reader.poll());
        writer.publish();
        assertEquals(Found.SLOT, reader.poll());
    }

    @Test
    void publishTellsThePosition() {
        assertEquals(0, writer.publish());
        assertEquals(1, writer.publish());
        assertEquals(2, writer.position());
    }

    @Test
    void queueWrapsAroundManyLaps() {
        for (int i = 0; i < SLOTS * 20; i++) {
            assertTrue(writer.hasRoom());
            TestQueue.put(writer, i);
            takes(i);
        }
    }

    @Test
    void fullQueueHasNoRoomUntilTheReaderReports() {
        for (int i = 0; i < SLOTS; i++) {
            assertTrue(writer.hasRoom());
            TestQueue.put(writer, i);
        }
        assertFalse(writer.hasRoom());
        takes(0);
        assertFalse(writer.hasRoom(), "the position travels back lazily");
        takes(1);
        assertTrue(writer.hasRoom(), "at the latest after a quarter of the slots");
        TestQueue.put(writer, SLOTS);
        TestQueue.put(writer, SLOTS + 1);
        assertFalse(writer.hasRoom());
        for (int i = 2; i < SLOTS + 2; i++) {
            takes(i);
        }
    }

    @Test
    void positionTravelsBackEveryQuarter() {
        for (int i = 0; i < SLOTS; i++) {
            TestQueue.put(writer, i);
        }
        for (int taken = 1; taken <= SLOTS; taken++) {
            assertEquals(Found.SLOT, reader.poll());
            assertEquals(taken - taken % 2, queue.consumerMemory[0]);
        }
    }

    @Test
    void readerThatRestsReportsTheRemainder() {
        TestQueue.put(writer, 1);
        takes(1);
        assertEquals(1, writer.unread(), "one slot is less than a quarter");
        reader.reportAll();
        assertEquals(0, writer.unread());
        queue.consumerMemory[0] = 0;
        reader.reportAll();
        assertEquals(0, queue.consumerMemory[0], "nothing new: nothing written");
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 9, -1, Long.MAX_VALUE, 1L << 32 | 1})
    void impossibleValidWordIsCorruptAndNothingIsConsumed(long word) {
        spoil(0, word);
        queue.producer.store(queue.layout.slot(0) + 8, 0x77);
        assertEquals(Found.CORRUPT, reader.poll());
        assertEquals(Found.CORRUPT, reader.poll());
        assertEquals(0, reader.position());
        assertEquals(word, reader.word(0), "kept for the error log");
        assertEquals(0x77, reader.word(1));
        assertFalse(reader.ready());
    }

    @Test
    void wordOfThePreviousLapIsEmptyAndOfTheOneBeforeCorrupt() {
        for (int i = 0; i < 2 * SLOTS; i++) {
            TestQueue.put(writer, i);
            takes(i);
        }
        assertEquals(SLOTS + 1, valid(2 * SLOTS), "what the previous lap left");
        assertEquals(Found.NOTHING, reader.poll());
        spoil(2 * SLOTS, 1);
        assertEquals(Found.CORRUPT, reader.poll());
        spoil(2 * SLOTS, 0);
        assertEquals(Found.NOTHING, reader.poll(), "zero is empty in every lap");
    }

    @Test
    void quickLookSaysWhatPollWouldFindAndConsumesNothing() {
        for (int i = 0; i < 2 * SLOTS; i++) {
            assertFalse(reader.holdsAny(), "also when the previous lap left something there");
            TestQueue.put(writer, i);
            assertTrue(reader.holdsAny());
            assertTrue(reader.holdsAny());
            takes(i);
        }
        spoil(2 * SLOTS, 1);
        assertTrue(reader.holdsAny(), "what is corrupt is for poll to say");
        assertEquals(Found.CORRUPT, reader.poll());
    }

    @Test
    void producerThatOverwritesUnreadSlotsIsNoticed() {
        for (int i = 0; i < SLOTS + 1; i++) {
            TestQueue.put(writer, i);
        }
        assertEquals(Found.CORRUPT, reader.poll());
    }

    @Test
    void readerThatClaimsMoreThanWasWrittenIsNotBelieved() {
        for (int i = 0; i < SLOTS; i++) {
            TestQueue.put(writer, i);
        }
        for (long nonsense : new long[] {SLOTS + 1, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            queue.consumerMemory[0] = nonsense;
            assertFalse(writer.hasRoom(), "claims to have read " + nonsense);
        }
        queue.consumerMemory[0] = 4;
        assertTrue(writer.hasRoom());
        queue.consumerMemory[0] = 2;
        assertEquals(4, writer.unread(), "a position does not go back");
    }

    @Test
    void headerOfAnotherShapeDoesNotFit() {
        assertTrue(reader.headerFits(1));
        assertFalse(reader.headerFits(2), "another epoch");
        long[] offsets = {QueueLayout.MAGIC, QueueLayout.VERSIONS, QueueLayout.SLOTS};
        for (long offset : offsets) {
            long right = queue.producer.load(offset);
            queue.producer.store(offset, 5L | 7L << 32);
            assertFalse(reader.headerFits(1), "word at " + offset);
            queue.producer.store(offset, right);
        }
        queue.producer.store(QueueLayout.VERSIONS, 1L | 7L << 32);
        assertTrue(reader.headerFits(1), "a range with a version in common");
    }

    @Test
    void staleReadLineOfAnEarlierEpochCountsForNothing() {
        for (int i = 0; i < SLOTS - 2; i++) {
            TestQueue.put(writer, i);
            takes(i);
        }
        assertTrue(queue.consumerMemory[0] > 0);
        // The region is given out again: the host zeroes its slots, the old consumer's line still stands.
        Arrays.fill(queue.producerMemory, 0);
        SlotWriter next = queue.writer(2);
        for (int i = 0; i < SLOTS; i++) {
            assertTrue(next.hasRoom());
            TestQueue.put(next, i);
        }
        assertFalse(next.hasRoom(), "under another epoch the line counts as 0");
        SlotReader fresh = queue.reader(2);
        assertFalse(next.hasRoom());
        for (int i = 0; i < 2; i++) {
            assertEquals(Found.SLOT, fresh.poll());
        }
        assertTrue(next.hasRoom());
    }

    @Test
    void readerCopiesOnceAndNeverFetchesAgain() {
        TestQueue.put(writer, 5);
        takes(5);
        for (int word = 1; word < 8; word++) {
            queue.producer.store(queue.layout.slot(0) + word * 8L, 666);
        }
        for (int word = 1; word < 8; word++) {
            assertEquals(5L * word, reader.word(word));
        }
    }

    @Test
    void layoutsThatCannotWorkAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new QueueLayout(0, 0, 2));
        assertThrows(IllegalArgumentException.class, () -> new QueueLayout(0, 0, 12));
        assertThrows(IllegalArgumentException.class, () -> new QueueLayout(8, 0, 8));
        assertThrows(IllegalArgumentException.class, () -> new QueueLayout(0, 32, 8));
        assertEquals(64 + 8 * 64, QueueLayout.bytes(8));
    }
}
