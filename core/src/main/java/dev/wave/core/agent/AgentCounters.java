package dev.wave.core.agent;

import dev.wave.core.link.Window;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;

/**
 * The agent's counters in its region (docs/protocol.md, section 5).
 *
 * <p>The agent is their only writer and counts several things per decision; so it counts in its own memory, and {@link #publish} stores what changed, once
 * per step. Who reads them from outside sees them as they stood between two steps, which is when they balance.
 */
public final class AgentCounters {
    public static final int DECISIONS = 0;
    /** Word of the outcome with code 1; the others follow. */
    public static final int OUTCOMES = 1;

    public static final int MESSAGES = 11;
    public static final int OLDER_MESSAGES = 12;
    public static final int CORRUPT = 13;
    public static final int MALFORMED = 14;
    public static final int PREEMPTIONS = 15;
    public static final int WITHDRAWALS = 16;
    public static final int BUSY_STEPS = 17;
    public static final int IDLE_STEPS = 18;
    public static final int BUSY_NANOS = 19;
    public static final int IDLE_NANOS = 20;
    public static final int ASLEEP_NANOS = 21;
    public static final int POLICY_FAILURES = 22;
    public static final int NOT_TOGETHER = 23;

    private static final int WORDS = (int) RegionLayout.COUNTER_BYTES / Long.BYTES;

    private final Window window;
    private final long base;
    private final long[] counted = new long[WORDS];
    private long changed;

    public AgentCounters(Window window, long base) {
        this.window = window;
        this.base = base;
    }

    /** The word that counts an outcome. */
    public static int of(Outcome outcome) {
        return outcome == Outcome.NOT_TOGETHER ? NOT_TOGETHER : OUTCOMES + outcome.code() - 1;
    }

    public void increment(int word) {
        add(word, 1);
    }

    public void add(int word, long amount) {
        counted[word] += amount;
        changed |= 1L << word;
    }

    /** Makes what was counted since the last call readable in the window. */
    public void publish() {
        for (long left = changed; left != 0; left &= left - 1) {
            int word = Long.numberOfTrailingZeros(left);
            window.store(base + word * 8L, counted[word]);
        }
        changed = 0;
    }

    /** As published last. */
    public long get(int word) {
        return window.load(base + word * 8L);
    }
}
