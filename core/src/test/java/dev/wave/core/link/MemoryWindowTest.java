package dev.wave.core.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Native memory goes another way than arrays, with checks of its own: both must refuse the same. */
class MemoryWindowTest {
    private static final int BYTES = 256;

    private static MemorySegment memory(String kind) {
        return switch (kind) {
            case "array" -> MemorySegment.ofArray(new long[BYTES / 8]);
            case "native" -> Arena.ofAuto().allocate(BYTES, 64);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"array", "native"})
    void accessOutsideTheWindowIsRefused(String kind) {
        MemoryWindow window = new MemoryWindow(memory(kind));
        for (long offset : new long[] {-64, BYTES, BYTES + 64, Long.MAX_VALUE - 63, Long.MIN_VALUE}) {
            assertThrows(IndexOutOfBoundsException.class, () -> window.load(offset), () -> "load at " + offset);
            assertThrows(IndexOutOfBoundsException.class, () -> window.store(offset, 1), () -> "store at " + offset);
            assertThrows(IndexOutOfBoundsException.class, () -> window.loadLine(offset, new long[8]));
            assertThrows(IndexOutOfBoundsException.class, () -> window.storePayload(offset, 1));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> window.loadLine(BYTES - 56, new long[8]));
        assertThrows(IndexOutOfBoundsException.class, () -> window.storePayload(BYTES - 56, 1, 2, 3, 4, 5, 6, 7));
        assertThrows(IndexOutOfBoundsException.class, () -> window.storePayload(-64, 1, 2, 3, 4, 5, 6, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"array", "native"})
    void accessBetweenTwoWordsIsRefused(String kind) {
        MemoryWindow window = new MemoryWindow(memory(kind));
        assertThrows(IllegalArgumentException.class, () -> window.load(4));
        assertThrows(IllegalArgumentException.class, () -> window.store(12, 1));
        assertThrows(IllegalArgumentException.class, () -> window.storePayload(12, 1));
        assertThrows(IllegalArgumentException.class, () -> window.loadLine(12, new long[8]));
        assertThrows(IllegalArgumentException.class, () -> window.storePayload(12, 1, 2, 3, 4, 5, 6, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"array", "native"})
    void lineAtTheVeryEndIsReachedWhole(String kind) {
        MemoryWindow window = new MemoryWindow(memory(kind));
        window.store(BYTES - 64, 5);
        for (int word = 1; word < 8; word++) {
            window.storePayload(BYTES - 64 + word * 8L, word);
        }
        long[] read = new long[8];
        window.loadLine(BYTES - 64, read);
        assertArrayEquals(new long[] {5, 1, 2, 3, 4, 5, 6, 7}, read);
        assertEquals(7, window.load(BYTES - 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"array", "native"})
    void payloadStoredAtOnceLeavesTheFirstWordAlone(String kind) {
        MemoryWindow window = new MemoryWindow(memory(kind));
        window.store(BYTES - 64, 5);
        window.storePayload(BYTES - 64, 1, 2, 3, 4, 5, 6, 7);
        long[] read = new long[8];
        window.loadLine(BYTES - 64, read);
        assertArrayEquals(new long[] {5, 1, 2, 3, 4, 5, 6, 7}, read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"array", "native"})
    void readOnlyMemoryIsReadAndNeverWritten(String kind) {
        MemorySegment memory = memory(kind);
        new MemoryWindow(memory).store(8, 42);
        MemoryWindow window = new MemoryWindow(memory.asReadOnly());
        assertEquals(42, window.load(8));
        assertThrows(IllegalArgumentException.class, () -> window.store(8, 1));
        assertThrows(IllegalArgumentException.class, () -> window.storePayload(8, 1));
        assertEquals(42, window.load(8));
    }
}
