package dev.wave.core.host;

import dev.wave.core.link.Window;

/** Counters in mapped memory, one writer at a time (docs/protocol.md, section 5). */
public final class Counters {
    // Words of a core's block; 0 to 9 are the outcomes.
    public static final int MESSAGES = 10;
    public static final int NO_ROOM = 11;
    public static final int DISPATCHES = 12;
    public static final int FALLBACK_RUNS = 13;
    public static final int PREEMPTIONS = 14;
    public static final int CORRUPT = 15;

    // Words of the watchdog's block.
    public static final int EPOCHS = 0;
    public static final int CLAIMS_REFUSED = 1;
    public static final int ENDED_SILENT = 2;
    public static final int ENDED_DEAD = 3;
    public static final int ENDED_NONSENSE = 4;
    public static final int ENDED_REPLACED = 5;
    public static final int ENDED_LEFT = 6;
    public static final int DISCOVERED = 7;
    public static final int SPARES_LENT = 8;
    public static final int INTERRUPTS_REPEATED = 9;
    public static final int GUARDED_MESSAGES = 10;
    public static final int GUARDED_NO_ROOM = 11;

    private final Window window;
    private final long base;

    public Counters(Window window, long base) {
        this.window = window;
        this.base = base;
    }

    public void increment(int word) {
        add(word, 1);
    }

    public void add(int word, long amount) {
        long offset = base + word * 8L;
        window.store(offset, window.load(offset) + amount);
    }

    public long get(int word) {
        return window.load(base + word * 8L);
    }
}
