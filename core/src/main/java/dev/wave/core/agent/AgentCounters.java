package dev.wave.core.agent;

import dev.wave.core.link.Window;

/** The agent's counters in its region (docs/protocol.md, section 5). */
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

    private final Window window;
    private final long base;

    public AgentCounters(Window window, long base) {
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
