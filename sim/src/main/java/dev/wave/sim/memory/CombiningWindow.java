package dev.wave.sim.memory;

import dev.wave.core.link.WindowAttribute;

/**
 * The other side's memory, mapped write-combining: stores gather in the core's buffers and leave them in any order; loads are not cached, and may be executed early.
 * <i>SDM 11.3, WC: "weakly ordered", "speculative reads allowed".</i>
 */
final class CombiningWindow extends SimulatedWindow {
    private final MemoryCosts.Local costs;

    CombiningWindow(MemorySystem system, Memory memory, MemoryCosts.Local costs) {
        super(system, memory, WindowAttribute.WRITE_COMBINING);
        this.costs = costs;
    }

    @Override
    public long load(long offset) {
        int word = Memory.word(offset);
        Processor by = accessing();
        // Its own store must be seen; what else it holds may stay.
        by.drainLine(memory, word / Memory.LINE_WORDS);
        by.crossTo(memory);
        long value = by.disorder().any() ? by.loadEarly(memory, word) : memory.get(word);
        by.comeBack();
        return value;
    }

    @Override
    public void store(long offset, long value) {
        int word = Memory.word(offset);
        Processor by = accessing();
        by.spend(costs.store());
        by.storeCombining(memory, word, value);
    }

    @Override
    void flushLine(int line) {
        system.running().drainLine(memory, line);
    }
}
