package dev.wave.core.protocol;

import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;

/**
 * An outcome slot (docs/protocol.md, section 4.3).
 *
 * <pre>
 *   word 1  | 0 (32) | core 16 | 0 (8) | outcome 8 |
 *   word 2  target    word 3  sequence after    word 4  position    word 5  decision id    word 6  dispatch    word 7  host nanos
 * </pre>
 */
public final class OutcomeLayout {
    private OutcomeLayout() {}

    public static void put(SlotWriter slot, Outcome outcome, int core, long target, long sequence) {
        slot.put(1, outcome.code() | (long) core << 16);
        slot.put(2, target);
        slot.put(3, sequence);
    }

    public static void putDecision(SlotWriter slot, long position, long id, long dispatch, long nanos) {
        slot.put(4, position);
        slot.put(5, id);
        slot.put(6, dispatch);
        slot.put(7, nanos);
    }

    /** The outcome, or null if the code is unknown. */
    public static Outcome outcome(SlotReader slot) {
        return Outcome.ofCode(slot.word(1) & 0xff);
    }

    public static long target(SlotReader slot) {
        return slot.word(2);
    }

    public static long sequence(SlotReader slot) {
        return slot.word(3);
    }

    public static long position(SlotReader slot) {
        return slot.word(4);
    }

    public static long id(SlotReader slot) {
        return slot.word(5);
    }

    public static long dispatch(SlotReader slot) {
        return slot.word(6);
    }
}
