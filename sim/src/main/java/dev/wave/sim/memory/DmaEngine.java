package dev.wave.sim.memory;

/**
 * What moves data between the NIC and the host's memory. Transfers are begun in the order in which they were asked for, and overlap on their way: an engine begins so many a second, and moves
 * so many bytes a second.
 *
 * <pre>
 *   read    asked for --- begun ---- way ---> memory is read --- bytes --- way back ---> its core knows
 *   write   asked for --- begun ---- way -------- bytes ----> arrives  --- way back ---> its core knows
 * </pre>
 *
 * <p>Writes arrive in the order in which they were begun, and a read sees all that were begun before it: <i>PCI Express 2.4.1, a posted request does not pass a
 * posted request, and a read does not pass it either.</i>
 */
final class DmaEngine {
    private final MemoryCosts.Dma costs;
    private final Disorder disorder;
    private long freeAt;
    private long lastArrival;
    private long lastRead;

    DmaEngine(MemoryCosts.Dma costs, Disorder disorder) {
        this.costs = costs;
        this.disorder = disorder;
    }

    MemoryCosts.Dma costs() {
        return costs;
    }

    /** A transfer is asked for. @return when it is on the other side, before its first byte */
    long begin(long now, long bytes) {
        long start = Math.max(now, freeAt) + disorder.upTo(costs.interval());
        freeAt = start + Math.max(costs.interval(), moving(bytes));
        return start + costs.way();
    }

    long moving(long bytes) {
        return Math.round(bytes * costs.picosPerByte());
    }

    /** From one write of a transfer to the next one of it. */
    long nextWrite() {
        return moving(Long.BYTES) + disorder.upTo(costs.interval());
    }

    /** Part of a write. @param reaches when it would be there, if nothing was before it. @return when it arrives */
    long arrive(long reaches) {
        lastArrival = Math.max(lastArrival, reaches);
        return lastArrival;
    }

    /** A read. @return when the last of its bytes has been read */
    long read(long reaches, long bytes) {
        lastRead = Math.max(Math.max(lastArrival, lastRead), reaches) + moving(bytes);
        return lastRead;
    }
}
