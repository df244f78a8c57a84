package dev.wave.core.protocol;

import dev.wave.core.link.LinkException;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.Window;

/**
 * The sizes of an enclave's link.
 *
 * @param cores cores of the enclave, 1 to 1024
 * @param regions how many incarnations of agents may hold queues at once (one lives, the others may be paused or dying)
 * @param messageSlots slots per message queue
 * @param decisionSlots slots per decision queue
 * @param outcomeSlots slots per outcome queue; at least twice the decision slots, so that outcomes always have room
 */
public record Geometry(int cores, int regions, int messageSlots, int decisionSlots, int outcomeSlots) {
    public static final int MAX_CORES = 1024;
    public static final int MAX_REGIONS = 16;

    public Geometry {
        require(cores >= 1 && cores <= MAX_CORES, "cores", cores);
        require(regions >= 2 && regions <= MAX_REGIONS, "regions", regions);
        require(powerOfTwo(messageSlots) && messageSlots <= 1 << 20, "message slots", messageSlots);
        require(powerOfTwo(decisionSlots) && decisionSlots <= 1 << 12, "decision slots", decisionSlots);
        require(
                powerOfTwo(outcomeSlots) && outcomeSlots >= 2 * decisionSlots && outcomeSlots <= 1 << 14,
                "outcome slots",
                outcomeSlots);
    }

    /** What a service gets that does not say otherwise. */
    public static Geometry ofCores(int cores) {
        return new Geometry(cores, 4, 1024, 16, 64);
    }

    private static boolean powerOfTwo(int slots) {
        return slots >= 4 && Integer.bitCount(slots) == 1;
    }

    private static void require(boolean holds, String what, int value) {
        if (!holds) {
            throw new IllegalArgumentException(value + " " + what + " is outside what docs/protocol.md allows");
        }
    }

    /** The index of the guarded queue, which every thread that is no core uses. */
    public int guarded() {
        return cores;
    }

    /** Writes these sizes into the header. */
    public void store(Window header) {
        header.store(LinkHeader.GEOMETRY, cores | (long) regions << 16);
        header.store(LinkHeader.SLOTS, messageSlots | (long) decisionSlots << 32 | (long) outcomeSlots << 48);
    }

    /** Reads the sizes from a header and checks them: the other side is not trusted. */
    public static Geometry load(Window header) {
        long sizes = header.load(LinkHeader.GEOMETRY);
        long slots = header.load(LinkHeader.SLOTS);
        if (sizes == 0) {
            throw new LinkException(
                    "the link has no enclave: its service is still starting, or uses the link for something"
                            + " else. Try again in a moment.");
        }
        try {
            return new Geometry(
                    (int) sizes & 0xffff,
                    (int) (sizes >>> 16) & 0xffff,
                    (int) slots,
                    (int) (slots >>> 32) & 0xffff,
                    (int) (slots >>> 48) & 0xffff);
        } catch (IllegalArgumentException e) {
            throw new LinkException("the link's header is damaged: " + e.getMessage() + ". Restart the service.", e);
        }
    }
}
