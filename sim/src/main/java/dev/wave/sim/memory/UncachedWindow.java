package dev.wave.sim.memory;

import dev.wave.core.link.WindowAttribute;

/** The other side's memory, mapped uncached: loads stall for a round trip, stores are posted, all in the order of the program. <i>SDM 11.3, UC.</i> */
final class UncachedWindow extends SimulatedWindow {
    UncachedWindow(MemorySystem system, Memory memory) {
        super(system, memory, WindowAttribute.UNCACHED);
    }

    @Override
    public long load(long offset) {
        int word = Memory.word(offset);
        Processor by = accessing();
        by.drainCombining();
        by.crossTo(memory);
        long value = memory.get(word);
        by.comeBack();
        return value;
    }

    @Override
    public void store(long offset, long value) {
        accessing().storePosted(memory, Memory.word(offset), value);
    }
}
