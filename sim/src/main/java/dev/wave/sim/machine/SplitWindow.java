package dev.wave.sim.machine;

import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;

/**
 * A window whose end lies elsewhere: what the host counts for itself stays in its own memory, which no NIC needs to see.
 *
 * <p>Fences order both parts, because they belong to the core and not to the memory.
 */
final class SplitWindow implements Window {
    private final Window front;
    private final Window back;
    private final long boundary;

    SplitWindow(Window front, Window back, long boundary) {
        this.front = front;
        this.back = back;
        this.boundary = boundary;
    }

    @Override
    public WindowAttribute attribute() {
        return front.attribute();
    }

    @Override
    public long bytes() {
        return boundary + back.bytes();
    }

    @Override
    public long load(long offset) {
        return offset < boundary ? front.load(offset) : back.load(offset - boundary);
    }

    @Override
    public void store(long offset, long value) {
        if (offset < boundary) {
            front.store(offset, value);
        } else {
            back.store(offset - boundary, value);
        }
    }

    @Override
    public void loadFence() {
        front.loadFence();
    }

    @Override
    public void storeFence() {
        front.storeFence();
    }

    @Override
    public void fullFence() {
        front.fullFence();
    }

    @Override
    public void flush(long offset) {
        if (offset < boundary) {
            front.flush(offset);
        }
    }

    @Override
    public void prefetch(long offset) {
        if (offset < boundary) {
            front.prefetch(offset);
        }
    }
}
