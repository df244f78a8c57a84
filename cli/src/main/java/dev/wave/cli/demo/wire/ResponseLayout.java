package dev.wave.cli.demo.wire;

import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;

/**
 * A response as it travels from the host to the NIC: one queue slot. The three times tell where a request's time went.
 *
 * <pre>
 *   0 valid word | 8 id | 16 result | 24 taken in | 32 handler began | 40 handler ended | 48 0 | 56 0
 * </pre>
 */
public final class ResponseLayout {
    private static final int ID = 1;
    private static final int RESULT = 2;
    private static final int TAKEN = 3;
    private static final int BEGAN = 4;
    private static final int ENDED = 5;

    private ResponseLayout() {}

    public static void put(SlotWriter queue, long id, long result, long taken, long began, long ended) {
        queue.put(ID, id);
        queue.put(RESULT, result);
        queue.put(TAKEN, taken);
        queue.put(BEGAN, began);
        queue.put(ENDED, ended);
        queue.put(6, 0);
        queue.put(7, 0);
    }

    public static long id(SlotReader slot) {
        return slot.word(ID);
    }

    /** What the service found; for a GET the first eight bytes of the value, for a scan the number of entries. */
    public static long result(SlotReader slot) {
        return slot.word(RESULT);
    }

    /** When the host's ingress thread read the request. */
    public static long taken(SlotReader slot) {
        return slot.word(TAKEN);
    }

    public static long began(SlotReader slot) {
        return slot.word(BEGAN);
    }

    public static long ended(SlotReader slot) {
        return slot.word(ENDED);
    }
}
