package dev.wave.sim.memory;

import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;

/**
 * What accesses cost, in picoseconds.
 *
 * @param hostLink as the host sees the link
 * @param host between the host's own cores
 * @param nic between the NIC's own cores
 * @param dma between the NIC and the host's memory
 */
record MemoryCosts(Link hostLink, Local host, Local nic, Dma dma) {

    /**
     * Memory of the same side.
     *
     * @param hit a load from the own cache
     * @param miss a load of a line that somebody else wrote last
     * @param store as its core sees it
     * @param visible from a store to the moment others can see it
     * @param uncached an access to memory that is mapped so
     * @param fence with nothing to wait for
     */
    record Local(long hit, long miss, long store, long visible, long uncached, long fence) {}

    /**
     * Memory of the NIC, seen from the host.
     *
     * @param oneWay from a posted store leaving the host to the NIC's memory
     * @param back what is left of a read's round trip
     * @param post as a core sees a posted write
     * @param flush throwing out a cached line
     * @param prefetch issuing one
     * @param picosPerByte on the wire
     * @param combiningBuffers of a core
     */
    record Link(
            long oneWay, long back, long post, long flush, long prefetch, double picosPerByte, int combiningBuffers) {}

    /**
     * Transfers.
     *
     * @param way from beginning one to its reaching the other side
     * @param back from there to its core knowing
     * @param post asking for one, as its core sees it
     * @param interval from the beginning of one to that of the next
     * @param picosPerByte of one engine
     * @param gather lines that one read may take along
     */
    record Dma(long way, long back, long post, long interval, double picosPerByte, int gather) {}

    static MemoryCosts of(MachineModel model) {
        long oneWay = model.picos(Cost.LINK_ONE_WAY);
        Link link = new Link(
                oneWay,
                Math.max(0, model.picos(Cost.LINK_READ) - oneWay),
                model.picos(Cost.LINK_POST),
                model.picos(Cost.LINK_FLUSH),
                model.picos(Cost.HOST_PREFETCH),
                1_000 / model.value(Cost.LINK_BANDWIDTH),
                model.count(Cost.HOST_COMBINING_BUFFERS));
        Local host = new Local(
                model.picos(Cost.HOST_LOAD_HIT),
                model.picos(Cost.HOST_LOAD_TRANSFER),
                model.picos(Cost.HOST_STORE),
                model.picos(Cost.HOST_STORE_VISIBLE),
                model.picos(Cost.HOST_LOAD_TRANSFER),
                model.picos(Cost.HOST_FENCE));
        Local nic = new Local(
                model.picos(Cost.NIC_LOAD_HIT),
                model.picos(Cost.NIC_LOAD_MISS),
                model.picos(Cost.NIC_STORE),
                model.picos(Cost.NIC_STORE_VISIBLE),
                model.picos(Cost.NIC_UNCACHED),
                model.picos(Cost.NIC_FENCE));
        return new MemoryCosts(link, host, nic, dma(model));
    }

    private static Dma dma(MachineModel model) {
        long setup = model.picos(Cost.DMA_SETUP);
        return new Dma(
                setup / 2,
                setup - setup / 2,
                model.picos(Cost.DMA_POST),
                model.picos(Cost.DMA_INTERVAL),
                1_000 / model.value(Cost.DMA_BANDWIDTH),
                model.count(Cost.DMA_GATHER));
    }

    Local local(Side side) {
        return side == Side.HOST ? host : nic;
    }

    /** Across a link that keeps caches coherent, whoever looks: a fetched line costs the link's round trip, a store takes the link's way to be seen. */
    Local acrossCoherentLink(Side side) {
        Local own = local(side);
        return new Local(own.hit, hostLink.oneWay + hostLink.back, own.store, hostLink.oneWay, own.uncached, own.fence);
    }
}
