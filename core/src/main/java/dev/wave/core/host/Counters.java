package dev.wave.core.host;

import dev.wave.core.link.Window;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;

/** Counters in mapped memory, one writer at a time (docs/protocol.md, section 5). */
public final class Counters {
    // Words of a core's block; 0 to 9 are the outcomes.
    public static final int MESSAGES = 10;
    public static final int NO_ROOM = 11;
    public static final int DISPATCHES = 12;
    public static final int FALLBACK_RUNS = 13;
    public static final int PREEMPTIONS = 14;
    public static final int CORRUPT = 15;

    // Words of a core's second block, which came with version 2.
    public static final int NOT_TOGETHER = 16;
    public static final int HELD = 17;

    private static final int FIRST_OF_SECOND = NOT_TOGETHER;

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
    private final long second;

    /** One block, at {@code base}. */
    public Counters(Window window, long base) {
        this(window, base, base + FIRST_OF_SECOND * 8L);
    }

    /** Two blocks; where there is one only, its {@code second} is right behind it and never used. */
    public Counters(Window window, long base, long second) {
        this.window = window;
        this.base = base;
        this.second = second - FIRST_OF_SECOND * 8L;
    }

    /** Those of a core; those of the watchdog, for {@link Geometry#guarded}. */
    static Counters ofHost(Window window, Geometry geometry, int core) {
        long first = RegionLayout.hostCounters(geometry, core);
        return core == geometry.guarded()
                ? new Counters(window, first)
                : new Counters(window, first, RegionLayout.hostMoreCounters(geometry, core));
    }

    /** The word that counts an outcome. */
    public static int of(Outcome outcome) {
        return outcome == Outcome.NOT_TOGETHER ? NOT_TOGETHER : outcome.code() - 1;
    }

    private long offset(int word) {
        return (word < FIRST_OF_SECOND ? base : second) + word * 8L;
    }

    public void increment(int word) {
        add(word, 1);
    }

    public void add(int word, long amount) {
        long offset = offset(word);
        window.store(offset, window.load(offset) + amount);
    }

    public long get(int word) {
        return window.load(offset(word));
    }
}
