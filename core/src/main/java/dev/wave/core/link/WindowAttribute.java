package dev.wave.core.link;

/** How the host maps a window; queue code is written for the weakest and pays only for what it needs. */
public enum WindowAttribute {
    /** Coherent, cached both ways: {@code shm}, or host memory the NIC writes by DMA. */
    WRITE_BACK(1),
    /** Stores linger in write-combining buffers until flushed; loads are uncached. */
    WRITE_COMBINING(2),
    /** Loads are cached and go stale until flushed; stores go straight through. */
    WRITE_THROUGH(3),
    /** Every access crosses the link. */
    UNCACHED(4);

    private final int code;

    WindowAttribute(int code) {
        this.code = code;
    }

    /** The number that stands in queue headers (docs/protocol.md, section 4). */
    public int code() {
        return code;
    }
}
