package dev.wave.core.link;

/**
 * Memory that host and agent both reach, written by one side only.
 *
 * <p>Offsets are in bytes and multiples of 8: device memory on aarch64 faults on anything else, so there is no other access. There
 * is no read-modify-write, because PCIe offers none to user space. Code on a window assumes the weakest attribute:
 *
 * <ul>
 *   <li>two stores become visible in any order unless {@link #storeFence} stands between them;
 *   <li>a store may linger on this side until {@link #flush};
 *   <li>a load may return an old line until {@link #flush} threw it out.
 * </ul>
 *
 * On write-back memory fences cost what the CPU charges and flush and prefetch cost nothing.
 */
public interface Window {

    /** How the host maps this window. */
    WindowAttribute attribute();

    /** Length in bytes. */
    long bytes();

    /** Loads the 8 bytes at {@code offset}; ordered only by the fences around it, never torn. */
    long load(long offset);

    /** Stores 8 bytes at {@code offset}; ordered only by the fences around it, never torn. */
    void store(long offset, long value);

    /** Loads the 8 words of the line at {@code offset} into {@code words}, one after the other and each once, in no order. */
    default void loadLine(long offset, long[] words) {
        for (int i = 0; i < 8; i++) {
            words[i] = load(offset + i * 8L);
        }
    }

    /**
     * Stores 8 bytes of a payload at {@code offset}: never torn, and in no order within the two fences around it. Not for a word that is
     * polled.
     */
    default void storePayload(long offset, long value) {
        store(offset, value);
    }

    /** The same for all seven words behind the first of the line at {@code offset}. */
    default void storePayload(long offset, long w1, long w2, long w3, long w4, long w5, long w6, long w7) {
        storePayload(offset + 8, w1);
        storePayload(offset + 16, w2);
        storePayload(offset + 24, w3);
        storePayload(offset + 32, w4);
        storePayload(offset + 40, w5);
        storePayload(offset + 48, w6);
        storePayload(offset + 56, w7);
    }

    /** Loads before it stay before loads and stores after it. */
    void loadFence();

    /** Loads and stores before it stay before stores after it, also in write-combining memory. */
    void storeFence();

    /** Everything before it is visible to the other side before anything after it happens here. */
    void fullFence();

    /** Pushes out what this side holds back of the line at {@code offset}, and forgets what it cached of it. */
    void flush(long offset);

    /** Where {@code offset} is in this process's memory, for polls that look there by themselves; not every window has such a place. */
    default long address(long offset) {
        throw new UnsupportedOperationException("this window is not in the memory of this process");
    }

    /** Hints that the line at {@code offset} will be loaded soon. */
    void prefetch(long offset);
}
