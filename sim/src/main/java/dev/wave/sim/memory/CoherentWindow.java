package dev.wave.sim.memory;

import dev.wave.core.link.WindowAttribute;

/** Write-back memory: caches are kept coherent, and what somebody else wrote last has to be fetched from there. */
final class CoherentWindow extends SimulatedWindow {
    private final MemoryCosts.Local costs;
    private final long prefetch;

    /** When lines that were prefetched are there. */
    private final long[] readyAt;

    CoherentWindow(MemorySystem system, Memory memory, MemoryCosts.Local costs) {
        super(system, memory, WindowAttribute.WRITE_BACK);
        this.costs = costs;
        this.prefetch = system.costs().hostLink().prefetch();
        this.readyAt = new long[memory.lines()];
    }

    @Override
    public long load(long offset) {
        int word = Memory.word(offset);
        Processor by = accessing();
        memory.settle(by.now());
        if (memory.touch(word, by)) {
            by.spend(Math.max(0, readyAt[word / Memory.LINE_WORDS] - by.now()) + costs.hit());
            memory.settle(by.now());
            return by.loadLocal(memory, word);
        }
        if (memory.home() != by.side()) {
            by.awaitLink();
        }
        // The owner answers half way.
        by.spend(costs.miss() / 2);
        memory.settle(by.now());
        long value = by.loadLocal(memory, word);
        by.spend(costs.miss() - costs.miss() / 2);
        return value;
    }

    @Override
    public void store(long offset, long value) {
        int word = Memory.word(offset);
        Processor by = accessing();
        by.spend(costs.store());
        by.storeLocal(memory, word, value, costs.visible());
    }

    /** The line is on its way. Whoever writes it meanwhile takes it away again, as from any cache. */
    @Override
    void prefetchLine(int line) {
        Processor by = system.running();
        by.spend(prefetch);
        memory.settle(by.now());
        if (!memory.touch(line * Memory.LINE_WORDS, by)) {
            readyAt[line] = by.now() + costs.miss();
        }
    }
}
