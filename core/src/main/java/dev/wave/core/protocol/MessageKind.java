package dev.wave.core.protocol;

/** What a message reports; the ordinal is the code on the wire, 0 is none. */
public enum MessageKind {
    NONE,
    STARTED,
    READY,
    YIELDED,
    PREEMPTED,
    BLOCKED,
    DEPARTED,
    CHANGED,
    DISCOVERED,
    /** About a core, not a target: its whole present condition, see {@link CoreCondition}. */
    CORE;

    private static final MessageKind[] VALUES = values();

    /** The kind with that number, or null if there is none. */
    public static MessageKind of(long code) {
        return code >= 0 && code < VALUES.length ? VALUES[(int) code] : null;
    }
}
