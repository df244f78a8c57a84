package dev.wave.core.protocol;

/**
 * The one word a target's whole state lives in, so that one compare-and-set changes it.
 *
 * <pre>
 *   63                     18 17        7 6      3 2     0
 *   | sequence number (46)   | core (11) | kind(4) | state |
 * </pre>
 *
 * 46 bits of sequence last 2000 years at a thousand transitions per second. Core 2047 is "none". Kind is that of the last message.
 */
public final class TargetWord {
    public static final int NO_CORE = 2047;

    private TargetWord() {}

    public static long of(long sequence, int core, MessageKind kind, TargetState state) {
        return sequence << 18 | (long) core << 7 | (long) kind.ordinal() << 3 | state.ordinal();
    }

    public static long sequence(long word) {
        return word >>> 18;
    }

    public static int core(long word) {
        return (int) (word >>> 7) & NO_CORE;
    }

    public static MessageKind kind(long word) {
        return MessageKind.of(word >>> 3 & 15);
    }

    public static TargetState state(long word) {
        return TargetState.of((int) word & 7);
    }
}
