package dev.wave.sim.memory;

import dev.wave.core.link.WindowAttribute;
import dev.wave.sim.time.Timeline;
import java.util.Arrays;

/**
 * The other side's memory, mapped write-through: loads are answered from the cache, however old the line, until it is flushed; stores go straight through. Nobody
 * snoops: the memory lies behind a link. <i>SDM 11.3, WT: "reads come from cache lines on cache hits".</i>
 *
 * <p>A fetched line is as it was when the read reached the memory. A prefetch does the same without a core that waits; who loads the line meanwhile waits for what
 * is left of the way. The cache is one for the whole side, as CLFLUSH reaches all of them.
 *
 * <p><b>Assumed and not promised by anybody:</b> the eight words of a fetched line are of one moment (PCI Express 2.4.3 leaves open what a read returns that meets
 * writes in its middle).
 */
final class WriteThroughWindow extends SimulatedWindow {
    private static final byte ABSENT = 0;
    private static final byte UNDER_WAY = 1;
    private static final byte CACHED = 2;
    private static final int WORDS = Memory.LINE_WORDS;
    private static final int NONE = -1;

    private final MemoryCosts.Local costs;
    private final Timeline timeline;
    private final long[] copies;
    private final byte[] states;
    private final long[] readyAt;
    private final long[] tickets;
    /** What tells that a request of this line has reached the memory; made when it is first prefetched. */
    private final int[] events;

    WriteThroughWindow(MemorySystem system, Memory memory, MemoryCosts.Local costs) {
        super(system, memory, WindowAttribute.WRITE_THROUGH);
        this.costs = costs;
        this.timeline = system.timeline();
        this.copies = new long[memory.lines() * WORDS];
        this.states = new byte[memory.lines()];
        this.readyAt = new long[memory.lines()];
        this.tickets = new long[memory.lines()];
        this.events = new int[memory.lines()];
        Arrays.fill(events, NONE);
    }

    @Override
    public long load(long offset) {
        int word = Memory.word(offset);
        int line = word / WORDS;
        Processor by = accessing();
        disturb(by, line);
        while (states[line] == UNDER_WAY) {
            by.spend(Math.max(1, readyAt[line] - by.now()));
        }
        return states[line] == CACHED ? cached(by, word, line) : fetch(by, word, line);
    }

    private long cached(Processor by, int word, int line) {
        by.spend(Math.max(0, readyAt[line] - by.now()) + costs.hit());
        return copies[word];
    }

    private long fetch(Processor by, int word, int line) {
        by.crossTo(memory);
        snapshot(line);
        long value = copies[word];
        readyAt[line] = by.now() + system.costs().hostLink().back();
        by.comeBack();
        return value;
    }

    private void snapshot(int line) {
        for (int i = 0; i < WORDS; i++) {
            copies[line * WORDS + i] = memory.get(line * WORDS + i);
        }
        states[line] = CACHED;
    }

    @Override
    void prefetchLine(int line) {
        Processor by = system.running();
        by.spend(system.costs().hostLink().prefetch());
        if (states[line] == ABSENT) {
            ask(by, line);
        }
    }

    private void ask(Processor by, int line) {
        if (events[line] == NONE) {
            events[line] = timeline.register(ticket -> reached(line, ticket));
        }
        long reaches = by.reachesMemoryAt();
        states[line] = UNDER_WAY;
        readyAt[line] = reaches + system.costs().hostLink().back();
        tickets[line] = timeline.at(reaches, events[line]);
    }

    private void reached(int line, long ticket) {
        if (states[line] == UNDER_WAY && tickets[line] == ticket) {
            memory.settle(timeline.now());
            snapshot(line);
        }
    }

    /** Evicts a line, or fetches one nearby as a hardware prefetcher would. */
    private void disturb(Processor by, int line) {
        Disorder disorder = system.disorder();
        if (disorder.chance(8)) {
            int near = Math.floorMod(line + disorder.below(4) - 1, states.length);
            if (states[near] == ABSENT) {
                ask(by, near);
            } else if (!disorder.stubborn()) {
                states[near] = ABSENT;
            }
        }
    }

    @Override
    void flushLine(int line) {
        Processor by = system.running();
        boolean there = states[line] != ABSENT;
        states[line] = ABSENT;
        by.spend(
                there
                        ? system.costs().hostLink().flush()
                        : system.costs().hostLink().prefetch());
    }

    @Override
    public void store(long offset, long value) {
        int word = Memory.word(offset);
        Processor by = accessing();
        if (states[word / WORDS] == CACHED) {
            copies[word] = value;
        } else {
            // A line under way may miss this store; it is asked for again when it is needed.
            states[word / WORDS] = ABSENT;
        }
        by.storePosted(memory, word, value);
    }
}
