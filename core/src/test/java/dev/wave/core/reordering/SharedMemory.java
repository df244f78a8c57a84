package dev.wave.core.reordering;

/**
 * A piece of memory as it really is: of each aligned word of 8 bytes its last values, and the moment each became visible.
 *
 * <p>The order of a word's versions is what both manuals call coherence: one order of all stores to it, the same for everybody.
 */
final class SharedMemory {
    /** Versions kept of each word; a load never reaches further back. */
    private static final int KEPT = 8;

    private final long[] values;
    private final long[] times;
    private final int[] newest;

    SharedMemory(long bytes) {
        int words = (int) (bytes / Long.BYTES);
        values = new long[words * KEPT];
        times = new long[words * KEPT];
        newest = new int[words];
    }

    int words() {
        return newest.length;
    }

    void commit(int word, long value, long time) {
        int version = ++newest[word];
        values[at(word, version)] = value;
        times[at(word, version)] = time;
    }

    private static int at(int word, int version) {
        return word * KEPT + version % KEPT;
    }

    int newestVersion(int word) {
        return newest[word];
    }

    long value(int word, int version) {
        return values[at(word, version)];
    }

    long newestValue(int word) {
        return value(word, newest[word]);
    }

    /** When that version became visible. */
    long time(int word, int version) {
        return times[at(word, version)];
    }

    /** The version that was visible at {@code time}, or the oldest one kept. */
    int versionAt(int word, long time) {
        int version = newest[word];
        int oldest = Math.max(0, version - KEPT + 1);
        while (version > oldest && time(word, version) > time) {
            version--;
        }
        return version;
    }
}
