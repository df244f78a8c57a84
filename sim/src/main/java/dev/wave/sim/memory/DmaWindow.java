package dev.wave.sim.memory;

import dev.wave.core.link.WindowAttribute;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The host's memory, as a NIC sees it that exposes none of its own: loads come from copies of lines that DMA reads fetch, stores gather and leave as DMA writes.
 *
 * <p>A poll is a flush and a load. If each fetched its line, a round through the queues of sixteen cores would take as many round trips. So a fetch takes along the lines that were
 * polled lately, and what lies behind them, in one transfer; and a flush throws a copy out only if it was looked at, or is older than anything that was seen since: what was fetched along
 * answers one poll. <i>After the NIC side of Floem's queues (OSDI 2018), which reads segments ahead.</i>
 *
 * <p><b>Assumed:</b> the eight words of a fetched line are of one moment; those of one transfer may be of several.
 */
final class DmaWindow extends SimulatedWindow {
    private static final int WORDS = Memory.LINE_WORDS;
    private static final int NONE = -1;

    /** What is known of a line. */
    private static final byte ABSENT = 0;

    private static final byte UNDER_WAY = 1;
    private static final byte FRESH = 2;
    private static final byte LOOKED_AT = 3;

    private final MemoryCosts.Local costs;
    private final DmaEngine engine;
    private final long[] copies;
    private final byte[] states;
    private final long[] reads;
    private final long[] readyAt;

    /** Lines that were polled lately. */
    private final int[] polled;

    private int nextPolled;
    private final Deque<Fetch> spare = new ArrayDeque<>();

    DmaWindow(MemorySystem system, Memory memory, DmaEngine engine) {
        super(system, memory, WindowAttribute.WRITE_THROUGH);
        this.costs = system.costs().local(Side.NIC);
        this.engine = engine;
        this.copies = new long[memory.lines() * WORDS];
        this.states = new byte[memory.lines()];
        this.reads = new long[memory.lines()];
        this.readyAt = new long[memory.lines()];
        this.polled = new int[engine.costs().gather() / 2];
        Arrays.fill(polled, NONE);
    }

    // ---- loads

    @Override
    public long load(long offset) {
        int word = Memory.word(offset);
        int line = word / WORDS;
        Processor by = accessing();
        disturb(by, line);
        by.spend(costs.hit());
        if (by.dma().holds(this, word)) {
            return copies[word];
        }
        while (states[line] <= UNDER_WAY) {
            if (states[line] == ABSENT) {
                remember(line);
                fetch(by, line);
            }
            by.spend(Math.max(1, readyAt[line] - by.now()));
        }
        by.spend(Math.max(0, readyAt[line] - by.now()));
        states[line] = LOOKED_AT;
        by.dma().saw(reads[line]);
        return copies[word];
    }

    private void remember(int line) {
        for (int known : polled) {
            if (known == line) {
                return;
            }
        }
        polled[nextPolled] = line;
        nextPolled = (nextPolled + 1) % polled.length;
    }

    /** Asks for a line, and takes along what was polled lately. */
    private void fetch(Processor by, int line) {
        by.spend(engine.costs().post());
        Fetch fetch = spare.isEmpty() ? new Fetch() : spare.poll();
        fetch.begin(by);
        fetch.take(line);
        fetch.take(line + 1);
        for (int known : polled) {
            if (known != NONE) {
                fetch.take(known);
                fetch.take(known + 1);
            }
        }
        fetch.go();
    }

    /** One read of several lines. */
    private final class Fetch {
        private final int[] lines = new int[engine.costs().gather() + 2];
        private final int event = system.timeline().register(ticket -> reached());
        private int count;
        private Processor by;
        private long number;
        private long spread;

        void begin(Processor core) {
            by = core;
            number = core.dma().read();
            count = 0;
        }

        void take(int line) {
            if (line < states.length && states[line] != UNDER_WAY && count < lines.length) {
                states[line] = UNDER_WAY;
                reads[line] = number;
                lines[count++] = line;
            }
        }

        void go() {
            long bytes = (long) count * WORDS * Long.BYTES;
            spread = engine.moving(bytes);
            long read = engine.read(engine.begin(by.now(), bytes), bytes);
            for (int i = 0; i < count; i++) {
                readyAt[lines[i]] = read + engine.costs().back();
            }
            system.timeline().at(read, event);
        }

        /** All of it has been read, line by line in any order, within the time that moving it takes. */
        private void reached() {
            long now = system.timeline().now();
            memory.settle(now);
            for (int i = 0; i < count; i++) {
                int line = lines[i];
                if (states[line] == UNDER_WAY && reads[line] == number) {
                    copy(by, line, now - system.disorder().upTo(spread));
                    states[line] = FRESH;
                }
            }
            spare.add(this);
        }
    }

    private void copy(Processor by, int line, long moment) {
        for (int word = line * WORDS; word < (line + 1) * WORDS; word++) {
            if (!by.dma().holds(this, word)) {
                copies[word] = system.disorder().any() ? memory.getAsOf(word, moment) : memory.get(word);
            }
        }
    }

    @Override
    void flushLine(int line) {
        Processor by = system.running();
        by.dma().send();
        by.spend(costs.hit());
        boolean unseen = states[line] == FRESH || states[line] == UNDER_WAY;
        if (!(unseen && by.dma().isNew(reads[line]))) {
            states[line] = ABSENT;
        }
    }

    @Override
    void prefetchLine(int line) {
        Processor by = system.running();
        if (states[line] == ABSENT) {
            fetch(by, line);
        }
    }

    /** Loses a copy, or fetches one ahead of time. */
    private void disturb(Processor by, int line) {
        Disorder disorder = system.disorder();
        if (disorder.chance(8)) {
            int near = Math.floorMod(line + disorder.below(4) - 1, states.length);
            if (states[near] == ABSENT) {
                fetch(by, near);
            } else if (states[near] != UNDER_WAY && !disorder.stubborn()) {
                states[near] = ABSENT;
            }
        }
        if (disorder.chance(8) && !disorder.stubborn()) {
            by.dma().send();
        }
    }

    // ---- stores

    @Override
    public void store(long offset, long value) {
        int word = Memory.word(offset);
        Processor by = accessing();
        by.spend(costs.store());
        by.dma().makeRoom(this, word);
        copies[word] = value;
        by.dma().store(this, word);
    }

    /** Part of a transfer leaves. What is being fetched of that line may be from before it, and is asked for again when it is needed. */
    void send(long arrival, int word, Processor from) {
        if (states[word / WORDS] == UNDER_WAY) {
            states[word / WORDS] = ABSENT;
        }
        memory.send(arrival, word, copies[word], from);
    }
}
