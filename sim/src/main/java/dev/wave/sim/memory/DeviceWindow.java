package dev.wave.sim.memory;

import dev.wave.core.link.WindowAttribute;

/**
 * A side's own memory, mapped uncached: each access goes to the memory and is made in the order of the program. <i>Arm ARM B2.7.2, Device-nGnRE; SDM 11.3, UC.</i>
 */
final class DeviceWindow extends SimulatedWindow {
    private final MemoryCosts.Local costs;

    DeviceWindow(MemorySystem system, Memory memory, MemoryCosts.Local costs) {
        super(system, memory, WindowAttribute.UNCACHED);
        this.costs = costs;
    }

    @Override
    public long load(long offset) {
        int word = Memory.word(offset);
        Processor by = accessing();
        by.spend(costs.uncached());
        memory.settle(by.now());
        return memory.get(word);
    }

    @Override
    public void store(long offset, long value) {
        int word = Memory.word(offset);
        Processor by = accessing();
        by.spend(costs.uncached());
        memory.settle(by.now());
        memory.put(by.now(), word, value, by.number());
    }
}
