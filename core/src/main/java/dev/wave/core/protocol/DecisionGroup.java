package dev.wave.core.protocol;

/**
 * Decisions that are carried out all or not at all, as word 6 of each says (docs/protocol.md, section 2.1).
 *
 * <pre>
 *   | anchor core 16 | member 8 | size 8 | 0 (8) | number 24 |
 * </pre>
 *
 * The anchor is the core of one of the members; a group is known by its anchor and its number, which grows for each anchor.
 */
public final class DecisionGroup {
    /** A decision that stands for itself. */
    public static final long NONE = 0;

    /** Members of a group at most; two at least. */
    public static final int MOST = 16;

    private static final int NUMBER_BITS = 24;

    private DecisionGroup() {}

    /**
     * Packs what one member says.
     *
     * @param number from 1; 0 is no group, so {@link #next} leaves it out
     */
    public static long of(int anchor, int number, int size, int member) {
        return (long) anchor << 48 | (long) member << 40 | (long) size << 32 | number;
    }

    /** The number of an anchor's next group. */
    public static int next(int number) {
        int next = number + 1 & (1 << NUMBER_BITS) - 1;
        return next == 0 ? 1 : next;
    }

    public static int anchor(long group) {
        return (int) (group >>> 48);
    }

    public static int member(long group) {
        return (int) (group >>> 40) & 0xff;
    }

    public static int size(long group) {
        return (int) (group >>> 32) & 0xff;
    }

    public static int number(long group) {
        return (int) group & (1 << NUMBER_BITS) - 1;
    }

    /** True if {@code number} was given out after {@code other}: numbers come round, so of two the nearer way counts. */
    public static boolean after(int number, int other) {
        return number - other << Integer.SIZE - NUMBER_BITS > 0;
    }

    /** True if it makes sense in itself. */
    public static boolean wellFormed(long group) {
        int size = size(group);
        return number(group) != 0
                && (group >>> NUMBER_BITS & 0xff) == 0
                && size >= 2
                && size <= MOST
                && member(group) < size;
    }
}
