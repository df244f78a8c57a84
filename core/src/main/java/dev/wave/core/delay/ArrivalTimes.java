package dev.wave.core.delay;

import dev.wave.core.link.MemoryWindow;

/**
 * For each line of a window the time at which its newest content arrives at the reader, kept behind the window's memory by its writer.
 *
 * <pre>
 *   | memory, n bytes | n / 64 times of 8 bytes |        the whole is 9 n / 8 bytes
 * </pre>
 */
final class ArrivalTimes {
    private final MemoryWindow whole;
    private final long bytes;

    ArrivalTimes(MemoryWindow whole) {
        this.whole = whole;
        this.bytes = whole.bytes() / 9 * 8;
    }

    /** Length of the memory in front. */
    long bytes() {
        return bytes;
    }

    int lines() {
        return (int) (bytes / 64);
    }

    long get(int line) {
        return whole.load(bytes + line * 8L);
    }

    /** Times of a line only grow, so that a reader notices each store. */
    void set(int line, long nanos) {
        long at = bytes + line * 8L;
        whole.store(at, Math.max(nanos, whole.load(at) + 1));
    }
}
