package dev.wave.core.reordering;

import static dev.wave.core.link.WindowAttribute.UNCACHED;
import static dev.wave.core.link.WindowAttribute.WRITE_BACK;
import static dev.wave.core.link.WindowAttribute.WRITE_COMBINING;
import static dev.wave.core.link.WindowAttribute.WRITE_THROUGH;
import static dev.wave.core.reordering.Ordering.TOTAL_STORE_ORDER;
import static dev.wave.core.reordering.Ordering.WEAK;

import dev.wave.core.link.WindowAttribute;

/** How each side of a link sees the window it writes and the one it reads. */
public enum Platform {
    /** Two processes of an x86 machine. */
    SHARED_X86(TOTAL_STORE_ORDER, WRITE_BACK, WRITE_BACK, TOTAL_STORE_ORDER, WRITE_BACK, WRITE_BACK),
    /** Two processes of an Arm machine. */
    SHARED_ARM(WEAK, WRITE_BACK, WRITE_BACK, WEAK, WRITE_BACK, WRITE_BACK),
    /** The NIC's memory behind a BAR that the host maps uncached: stock Linux, a resource file. */
    BAR_UNCACHED(TOTAL_STORE_ORDER, UNCACHED, UNCACHED, WEAK, WRITE_BACK, WRITE_BACK),
    /** The same, mapped write-combining: stock Linux, the file whose name ends in {@code _wc}. */
    BAR_COMBINING(TOTAL_STORE_ORDER, WRITE_COMBINING, WRITE_COMBINING, WEAK, WRITE_BACK, WRITE_BACK),
    /** The same as the paper maps it: the host writes combining, and reads write-through. */
    BAR_WRITE_THROUGH(TOTAL_STORE_ORDER, WRITE_COMBINING, WRITE_THROUGH, WEAK, WRITE_BACK, WRITE_BACK),
    /** The host's memory, which the NIC reaches across the link. */
    HOST_MEMORY(TOTAL_STORE_ORDER, WRITE_BACK, WRITE_BACK, WEAK, WRITE_COMBINING, UNCACHED),
    /** Nobody built it: both sides weak, what they write lingers, what they read goes stale. Code that is right here is right everywhere. */
    WEAKEST(WEAK, WRITE_COMBINING, WRITE_THROUGH, WEAK, WRITE_COMBINING, WRITE_THROUGH);

    final Ordering hostOrdering;
    final WindowAttribute hostWrites;
    final WindowAttribute hostReads;
    final Ordering nicOrdering;
    final WindowAttribute nicWrites;
    final WindowAttribute nicReads;

    Platform(
            Ordering hostOrdering,
            WindowAttribute hostWrites,
            WindowAttribute hostReads,
            Ordering nicOrdering,
            WindowAttribute nicWrites,
            WindowAttribute nicReads) {
        this.hostOrdering = hostOrdering;
        this.hostWrites = hostWrites;
        this.hostReads = hostReads;
        this.nicOrdering = nicOrdering;
        this.nicWrites = nicWrites;
        this.nicReads = nicReads;
    }
}
