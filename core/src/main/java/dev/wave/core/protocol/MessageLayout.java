package dev.wave.core.protocol;

import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;

/**
 * A message slot (docs/protocol.md, section 4.1).
 *
 * <pre>
 *   word 1  | weight 16 | class 16 | core 16 | state 8 | kind 8 |
 *   word 2  target    word 3  sequence    word 4  host nanos    word 5  deadline    word 6  affinity    word 7  dispatch
 * </pre>
 */
public final class MessageLayout {
    /** The wire's "no core". */
    public static final int NO_CORE = 0xffff;

    private static final int CORE_ONLINE = 1;
    private static final int CORE_OFFLINE = 2;

    private MessageLayout() {}

    /** Writes who and in which state. */
    public static void putTarget(SlotWriter slot, long id, long word, int targetClass, int weight) {
        int core = TargetWord.core(word) == TargetWord.NO_CORE ? NO_CORE : TargetWord.core(word);
        long head = TargetWord.kind(word).ordinal()
                | (long) TargetWord.state(word).onTheWire().ordinal() << 8
                | (long) core << 16
                | (long) targetClass << 32
                | (long) weight << 48;
        slot.put(1, head);
        slot.put(2, id);
        slot.put(3, TargetWord.sequence(word));
    }

    /** Writes what is known beside. */
    public static void putDetails(SlotWriter slot, long nanos, long deadlineNanos, long affinity) {
        slot.put(4, nanos);
        slot.put(5, deadlineNanos);
        slot.put(6, affinity);
    }

    /** Writes the number of the target's latest dispatch. */
    public static void putDispatch(SlotWriter slot, long dispatch) {
        slot.put(7, dispatch);
    }

    /** Writes a message about a core. */
    public static void putCore(SlotWriter slot, int core, CoreCondition condition, long nanos) {
        long state = condition.online() ? CORE_ONLINE : CORE_OFFLINE;
        slot.put(1, MessageKind.CORE.ordinal() | state << 8 | (long) core << 16);
        slot.put(2, 0);
        slot.put(3, condition.sequence());
        putDetails(slot, nanos, 0, 0);
        putDispatch(slot, condition.lentDispatch());
    }

    /** What a message about a core says; null if it cannot be understood. */
    public static CoreCondition condition(SlotReader slot) {
        int state = state(slot);
        boolean known = state == CORE_ONLINE || state == CORE_OFFLINE;
        return known ? new CoreCondition(sequence(slot), state == CORE_ONLINE, dispatch(slot)) : null;
    }

    public static MessageKind kind(SlotReader slot) {
        return MessageKind.of(slot.word(1) & 0xff);
    }

    /** The state's code, not yet checked. */
    public static int state(SlotReader slot) {
        return (int) (slot.word(1) >>> 8) & 0xff;
    }

    public static int core(SlotReader slot) {
        return (int) (slot.word(1) >>> 16) & 0xffff;
    }

    public static int targetClass(SlotReader slot) {
        return (int) (slot.word(1) >>> 32) & 0xffff;
    }

    public static int weight(SlotReader slot) {
        return (int) (slot.word(1) >>> 48) & 0xffff;
    }

    public static long target(SlotReader slot) {
        return slot.word(2);
    }

    public static long sequence(SlotReader slot) {
        return slot.word(3);
    }

    public static long nanos(SlotReader slot) {
        return slot.word(4);
    }

    public static long deadlineNanos(SlotReader slot) {
        return slot.word(5);
    }

    public static long dispatch(SlotReader slot) {
        return slot.word(7);
    }

    public static long affinity(SlotReader slot) {
        return slot.word(6);
    }
}
