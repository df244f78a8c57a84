package dev.wave.sim.memory;

/**
 * The wire from one side to the other. Posted writes arrive in the order in which they left: PCI Express Base Specification 2.4.1, a posted request does not
 * pass a posted request (relaxed ordering not being used).
 */
final class PostedPath {
    /** Header, sequence number and checks around the data of a write: PCI Express 2.2 and 3.6. */
    private static final int OVERHEAD_BYTES = 24;

    private final long oneWay;
    private final double picosPerByte;
    private long freeAt;
    private long stalledUntil;

    PostedPath(long oneWay, double picosPerByte) {
        this.oneWay = oneWay;
        this.picosPerByte = picosPerByte;
    }

    /** Nothing crosses before this moment: the link is being retrained, or out of credits. */
    void stallUntil(long time) {
        stalledUntil = Math.max(stalledUntil, time);
    }

    /** When what is sent now leaves. */
    long leaves(long now) {
        return Math.max(now, stalledUntil);
    }

    /** A write leaves. @return when it arrives */
    long send(long now, int bytes) {
        long departs = Math.max(leaves(now), freeAt);
        freeAt = departs + Math.round((bytes + OVERHEAD_BYTES) * picosPerByte);
        return departs + oneWay;
    }
}
