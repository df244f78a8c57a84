package dev.wave.sim.machine;

import static dev.wave.core.link.WindowAttribute.UNCACHED;
import static dev.wave.core.link.WindowAttribute.WRITE_BACK;
import static dev.wave.core.link.WindowAttribute.WRITE_COMBINING;
import static dev.wave.core.link.WindowAttribute.WRITE_THROUGH;

import dev.wave.core.link.WindowAttribute;

/**
 * How both sides map the queues, which lie in the NIC's memory.
 *
 * @param hostWrites the host's view of the window it writes
 * @param hostReads the host's view of the window it reads
 * @param nic the NIC's view of both
 */
public record LinkShape(WindowAttribute hostWrites, WindowAttribute hostReads, WindowAttribute nic) {
    /** Nothing is cached or combined on either side. */
    public static final LinkShape UNCACHED_ALL = new LinkShape(UNCACHED, UNCACHED, UNCACHED);

    /** The NIC caches its own memory. */
    public static final LinkShape NIC_CACHED = new LinkShape(UNCACHED, UNCACHED, WRITE_BACK);

    /** As the paper maps it: the host combines what it writes and caches what it reads. */
    public static final LinkShape TUNED = new LinkShape(WRITE_COMBINING, WRITE_THROUGH, WRITE_BACK);

    /** A link that keeps caches coherent, or an agent on the host itself. */
    public static final LinkShape COHERENT = new LinkShape(WRITE_BACK, WRITE_BACK, WRITE_BACK);
}
