package dev.wave.core.protocol;

/** A target's name on the wire: an index into the host's table, and how often that index was given out before. */
public final class TargetId {
    private TargetId() {}

    public static long of(int index, int generation) {
        return (index & 0xffffffffL) | (long) generation << 32;
    }

    public static int index(long id) {
        return (int) id;
    }

    public static int generation(long id) {
        return (int) (id >>> 32);
    }
}
