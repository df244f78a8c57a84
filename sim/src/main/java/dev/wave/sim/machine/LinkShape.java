package dev.wave.sim.machine;

import static dev.wave.core.link.WindowAttribute.UNCACHED;
import static dev.wave.core.link.WindowAttribute.WRITE_BACK;
import static dev.wave.core.link.WindowAttribute.WRITE_COMBINING;
import static dev.wave.core.link.WindowAttribute.WRITE_THROUGH;

import dev.wave.core.link.WindowAttribute;
import dev.wave.sim.memory.Side;

/**
 * Where the agent is and how both sides map the queues.
 *
 * @param hostWrites the host's view of the window it writes
 * @param hostReads the host's view of the window it reads
 * @param agent the agent's view of both
 * @param side where the agent runs
 * @param home where the queues lie
 */
public record LinkShape(
        WindowAttribute hostWrites, WindowAttribute hostReads, WindowAttribute agent, Side side, Side home) {
    /** With the queues in memory of the agent's side. */
    public LinkShape(WindowAttribute hostWrites, WindowAttribute hostReads, WindowAttribute agent, Side side) {
        this(hostWrites, hostReads, agent, side, side);
    }

    /** Nothing is cached or combined on either side. */
    public static final LinkShape UNCACHED_ALL = new LinkShape(UNCACHED, UNCACHED, UNCACHED, Side.NIC);

    /** The NIC caches its own memory. */
    public static final LinkShape NIC_CACHED = new LinkShape(UNCACHED, UNCACHED, WRITE_BACK, Side.NIC);

    /** As the paper maps it: the host combines what it writes and caches what it reads. */
    public static final LinkShape TUNED = new LinkShape(WRITE_COMBINING, WRITE_THROUGH, WRITE_BACK, Side.NIC);

    /** A link that keeps caches coherent: each side fetches what the other wrote from its cache. */
    public static final LinkShape COHERENT = new LinkShape(WRITE_BACK, WRITE_BACK, WRITE_BACK, Side.NIC);

    /** The same, but the host pushes what it writes into the NIC's memory, past its own cache (non-temporal stores). */
    public static final LinkShape COHERENT_PUSHED = new LinkShape(WRITE_COMBINING, WRITE_BACK, WRITE_BACK, Side.NIC);

    /** The NIC shows nothing of its memory: the queues lie in the host's, and it reaches them by DMA. */
    public static final LinkShape DMA = new LinkShape(WRITE_BACK, WRITE_BACK, WRITE_THROUGH, Side.NIC, Side.HOST);

    /** No link at all: the agent runs on a core of the host. */
    public static final LinkShape ON_HOST = new LinkShape(WRITE_BACK, WRITE_BACK, WRITE_BACK, Side.HOST);
}
