package dev.wave.sim.memory;

import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;

/** One side's view of a memory. Whoever is running pays, with its time. */
public abstract sealed class SimulatedWindow implements Window
        permits CoherentWindow, CombiningWindow, DeviceWindow, DmaWindow, UncachedWindow, WriteThroughWindow {
    final MemorySystem system;
    final Memory memory;
    private final WindowAttribute attribute;

    SimulatedWindow(MemorySystem system, Memory memory, WindowAttribute attribute) {
        this.system = system;
        this.memory = memory;
        this.attribute = attribute;
    }

    @Override
    public final WindowAttribute attribute() {
        return attribute;
    }

    @Override
    public final long bytes() {
        return memory.bytes();
    }

    /** Whoever is running, about to make an access. */
    final Processor accessing() {
        Processor by = system.running();
        by.access();
        return by;
    }

    @Override
    public final void loadFence() {
        if (!system.ignores(FenceFilter.Kind.LOAD_FENCE)) {
            system.running().loadFence();
        }
    }

    @Override
    public final void storeFence() {
        if (!system.ignores(FenceFilter.Kind.STORE_FENCE)) {
            system.running().storeFence();
        }
    }

    @Override
    public final void fullFence() {
        if (!system.ignores(FenceFilter.Kind.FULL_FENCE)) {
            system.running().fullFence();
        }
    }

    @Override
    public final void flush(long offset) {
        if (!system.ignores(FenceFilter.Kind.FLUSH)) {
            flushLine(Memory.word(offset) / Memory.LINE_WORDS);
        }
    }

    @Override
    public final void prefetch(long offset) {
        if (!system.ignores(FenceFilter.Kind.PREFETCH)) {
            prefetchLine(Memory.word(offset) / Memory.LINE_WORDS);
        }
    }

    void flushLine(int line) {}

    void prefetchLine(int line) {}
}
