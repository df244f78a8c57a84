package dev.wave.cli.demo.wire;

import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;

/**
 * A request as it travels from the NIC to the host: one queue slot.
 *
 * <pre>
 *   0 valid word | 8 id | 16 kind | 24 key | 32 scheduled arrival, nanoseconds | 40 entries to scan | 48 0 | 56 0
 * </pre>
 */
public final class RequestLayout {
    public static final long GET = 0;
    public static final long SCAN = 1;

    private static final int ID = 1;
    private static final int KIND = 2;
    private static final int KEY = 3;
    private static final int SCHEDULED = 4;
    private static final int ENTRIES = 5;

    private RequestLayout() {}

    public static void put(SlotWriter queue, long id, long kind, long key, long scheduled, long entries) {
        queue.put(ID, id);
        queue.put(KIND, kind);
        queue.put(KEY, key);
        queue.put(SCHEDULED, scheduled);
        queue.put(ENTRIES, entries);
        queue.put(6, 0);
        queue.put(7, 0);
    }

    public static long id(SlotReader slot) {
        return slot.word(ID);
    }

    public static long kind(SlotReader slot) {
        return slot.word(KIND);
    }

    public static long key(SlotReader slot) {
        return slot.word(KEY);
    }

    public static long scheduled(SlotReader slot) {
        return slot.word(SCHEDULED);
    }

    public static long entries(SlotReader slot) {
        return slot.word(ENTRIES);
    }
}
