package dev.wave.sim.memory;

import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;
import dev.wave.sim.time.Timeline;

/** A memory as it is now, for whoever looks on from outside of the simulation: a look takes no time, disturbs no cache and needs no core. */
public final class GlassWindow implements Window {
    private final Memory memory;
    private final Timeline timeline;

    public GlassWindow(Memory memory, Timeline timeline) {
        this.memory = memory;
        this.timeline = timeline;
    }

    @Override
    public WindowAttribute attribute() {
        return WindowAttribute.WRITE_BACK;
    }

    @Override
    public long bytes() {
        return memory.bytes();
    }

    @Override
    public long load(long offset) {
        memory.settle(timeline.now());
        return memory.get(Memory.word(offset));
    }

    @Override
    public void store(long offset, long value) {
        throw new UnsupportedOperationException("who looks on from outside changes nothing");
    }

    @Override
    public void loadFence() {}

    @Override
    public void storeFence() {}

    @Override
    public void fullFence() {}

    @Override
    public void flush(long offset) {}

    @Override
    public void prefetch(long offset) {}
}
