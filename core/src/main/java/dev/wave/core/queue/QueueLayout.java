package dev.wave.core.queue;

/**
 * Where one queue lies: its header and slots in the producer's window, its read line in the consumer's.
 *
 * <pre>
 *   producer's window:  base        header line
 *                       base + 64   slot 0   | valid word | 7 payload words |
 *                       base + 128  slot 1 ...
 *   consumer's window:  readLine    | slots consumed | unused |
 * </pre>
 *
 * @param base byte offset of the header in the producer's window
 * @param readLine byte offset of the read line in the consumer's window
 * @param slots number of slots, a power of two
 */
public record QueueLayout(long base, long readLine, int slots) {
    public static final long MAGIC_VALUE = 0x3145555145564157L;
    public static final long MAGIC = 0;
    public static final long VERSIONS = 8;
    public static final long SLOTS = 16;
    public static final long DIRECTION = 24;
    public static final long EPOCH = 32;
    public static final int LINE = 64;
    public static final int SLOT_WORDS = 8;

    public QueueLayout {
        if (Integer.bitCount(slots) != 1 || slots < 4 || base % LINE != 0 || readLine % LINE != 0) {
            throw new IllegalArgumentException("a queue needs a power of two of at least 4 slots, and whole lines");
        }
    }

    /** Byte offset of the slot at {@code position}; positions count up for ever and wrap here. */
    public long slot(long position) {
        return base + LINE + (position & (slots - 1)) * LINE;
    }

    /** Bytes a queue of that many slots takes in the producer's window. */
    public static long bytes(int slots) {
        return LINE + (long) slots * LINE;
    }
}
