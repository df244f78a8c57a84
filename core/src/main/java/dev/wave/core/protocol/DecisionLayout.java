package dev.wave.core.protocol;

import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;

/**
 * A decision slot (docs/protocol.md, section 4.2).
 *
 * <pre>
 *   word 1  | epoch 32 | core 16 | 0 (8) | kind 8 |
 *   word 2  target    word 3  stamp    word 4  decision id    word 5  agent nanos
 *   word 6  {@link DecisionGroup}; 0 none    word 7  0
 * </pre>
 */
public final class DecisionLayout {
    /** The kind of a decision that puts a target on a core. */
    public static final int RUN = 1;

    private DecisionLayout() {}

    public static void put(SlotWriter slot, int core, long epoch, long target, long stamp) {
        slot.put(1, RUN | (long) core << 16 | epoch << 32);
        slot.put(2, target);
        slot.put(3, stamp);
        slot.put(6, DecisionGroup.NONE);
        slot.put(7, 0);
    }

    public static void putId(SlotWriter slot, long id, long nanos) {
        slot.put(4, id);
        slot.put(5, nanos);
    }

    /** Writes a whole decision that stands for itself. */
    public static void put(SlotWriter slot, int core, long epoch, long target, long stamp, long id, long nanos) {
        put(slot, core, epoch, target, stamp, id, nanos, DecisionGroup.NONE);
    }

    /** Writes a whole decision. @param group as {@link DecisionGroup} packs it */
    public static void put(
            SlotWriter slot, int core, long epoch, long target, long stamp, long id, long nanos, long group) {
        slot.putAll(RUN | (long) core << 16 | epoch << 32, target, stamp, id, nanos, group, 0);
    }

    /** True if the kind is known and what is reserved is zero. */
    public static boolean wellFormed(SlotReader slot) {
        long group = slot.word(6);
        return (slot.word(1) & 0xffff) == RUN
                && slot.word(7) == 0
                && (group == DecisionGroup.NONE || DecisionGroup.wellFormed(group));
    }

    public static int core(SlotReader slot) {
        return (int) (slot.word(1) >>> 16) & 0xffff;
    }

    public static long epoch(SlotReader slot) {
        return slot.word(1) >>> 32;
    }

    public static long target(SlotReader slot) {
        return slot.word(2);
    }

    public static long stamp(SlotReader slot) {
        return slot.word(3);
    }

    /** The group it belongs to, as {@link DecisionGroup} packs it; {@link DecisionGroup#NONE} if it stands for itself. */
    public static long group(SlotReader slot) {
        return slot.word(6);
    }

    public static long id(SlotReader slot) {
        return slot.word(4);
    }
}
