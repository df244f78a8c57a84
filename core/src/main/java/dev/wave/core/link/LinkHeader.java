package dev.wave.core.link;

/**
 * Byte offsets of the header of {@code TO_NIC} (docs/protocol.md, section 3.1).
 *
 * <pre>
 *   0 magic | 8 versions | 16 file bytes | 24 TO_HOST offset | 32 geometry | 40 slots | 48 subsystem | 56 delays
 *  64 host pid | 72 host state | 80 host beat | 88 current epoch | 96 host start time | 104 epoch since
 * </pre>
 */
public final class LinkHeader {
    public static final long MAGIC_VALUE = 0x314b4e4c45564157L;

    /** Oldest and newest protocol version this code speaks. */
    public static final int VERSION_MIN = 1;

    public static final int VERSION_MAX = 2;

    /** The version since which decisions may come in groups. */
    public static final int GROUPS_SINCE = 2;

    /** The version since which an agent says of which cores it asked decisions back. */
    public static final int ASKED_BACK_SINCE = 2;

    public static final long MAGIC = 0;
    public static final long VERSIONS = 8;
    public static final long FILE_BYTES = 16;
    public static final long TO_HOST_OFFSET = 24;
    public static final long GEOMETRY = 32;
    public static final long SLOTS = 40;
    public static final long SUBSYSTEM = 48;

    /** 1 if both ends play a slower link (package {@code delay}) and keep arrival times behind their windows; else 0. */
    public static final long DELAYS = 56;

    public static final long HOST_PID = 64;
    public static final long HOST_STATE = 72;
    public static final long HOST_BEAT = 80;
    public static final long EPOCH = 88;

    /** When the host's process started, as in {@link ProcessStart#ticks}; 0 unknown. */
    public static final long HOST_START = 96;

    /** Host clock, in nanoseconds, when the present epoch, or the fallback, began; 0 unknown. */
    public static final long EPOCH_SINCE = 104;

    /** Room the header takes; what belongs to the link's user starts here. */
    public static final long BYTES = 4096;

    public static final long HOST_OPEN = 1;
    public static final long HOST_CLOSED = 2;

    private LinkHeader() {}

    /** The version range of this code as it stands in headers: oldest low, newest high. */
    public static long versions() {
        return VERSION_MIN | (long) VERSION_MAX << 32;
    }

    /** True if a range from the other side and ours have a version in common. */
    public static boolean compatible(long versions) {
        int oldest = (int) versions;
        int newest = (int) (versions >>> 32);
        return oldest <= VERSION_MAX && newest >= VERSION_MIN && oldest <= newest;
    }

    /** The version to speak with a side of that range: the newest that both know. */
    public static long spoken(long versions) {
        return Math.min((int) (versions >>> 32), VERSION_MAX);
    }

    static long toHostOffset(Window header) {
        return header.load(TO_HOST_OFFSET);
    }
}
