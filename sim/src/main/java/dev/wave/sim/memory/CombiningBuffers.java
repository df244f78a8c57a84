package dev.wave.sim.memory;

/**
 * A core's write-combining buffers, a line each. A full one leaves by itself, as one write; one that must go while it is only partly filled leaves as up to eight
 * separate writes of eight bytes, in any order. <i>Intel SDM volume 3A, 11.3 and 11.3.1.</i>
 */
final class CombiningBuffers {
    private static final int FULL = 0xFF;
    private static final int WORDS = Memory.LINE_WORDS;

    private final Processor processor;
    private final Memory[] memories;
    private final int[] lines;
    private final int[] masks;
    private final long[] values;
    private int used;

    CombiningBuffers(Processor processor, int buffers) {
        this.processor = processor;
        this.memories = new Memory[buffers];
        this.lines = new int[buffers];
        this.masks = new int[buffers];
        this.values = new long[buffers * WORDS];
    }

    boolean isEmpty() {
        return used == 0;
    }

    void store(Memory memory, int word, long value) {
        int line = word / WORDS;
        int at = find(memory, line);
        if (at < 0) {
            at = open(memory, line);
        }
        values[at * WORDS + word % WORDS] = value;
        masks[at] |= 1 << word % WORDS;
        if (masks[at] == FULL) {
            drain(at);
        }
    }

    private int find(Memory memory, int line) {
        for (int i = 0; i < used; i++) {
            if (lines[i] == line && memories[i] == memory) {
                return i;
            }
        }
        return -1;
    }

    private int open(Memory memory, int line) {
        if (used == lines.length) {
            drain(processor.disorder().below(used));
        }
        memories[used] = memory;
        lines[used] = line;
        masks[used] = 0;
        return used++;
    }

    /** All of them, in any order. */
    void drainAll() {
        while (used > 0) {
            drain(processor.disorder().below(used));
        }
    }

    void drainLine(Memory memory, int line) {
        int at = find(memory, line);
        if (at >= 0) {
            drain(at);
        }
    }

    /** One of them leaves by itself. */
    void drainAny() {
        if (used > 0) {
            drain(processor.disorder().below(used));
        }
    }

    private void drain(int at) {
        Memory memory = memories[at];
        int first = lines[at] * WORDS;
        if (masks[at] == FULL) {
            long arrival = processor.post(WORDS * Long.BYTES);
            for (int i = 0; i < WORDS; i++) {
                memory.send(arrival, first + i, values[at * WORDS + i], processor);
            }
        } else {
            drainParts(memory, first, at);
        }
        close(at);
    }

    private void drainParts(Memory memory, int first, int at) {
        int left = masks[at];
        while (left != 0) {
            int chosen = choose(left);
            left &= ~(1 << chosen);
            memory.send(processor.postPart(), first + chosen, values[at * WORDS + chosen], processor);
        }
        processor.paidForPosting();
    }

    private int choose(int mask) {
        int skip = processor.disorder().below(Integer.bitCount(mask));
        int left = mask;
        for (int i = 0; i < skip; i++) {
            left &= left - 1;
        }
        return Integer.numberOfTrailingZeros(left);
    }

    private void close(int at) {
        used--;
        memories[at] = memories[used];
        lines[at] = lines[used];
        masks[at] = masks[used];
        System.arraycopy(values, used * WORDS, values, at * WORDS, WORDS);
        memories[used] = null;
    }
}
