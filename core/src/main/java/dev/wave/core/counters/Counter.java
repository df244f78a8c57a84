package dev.wave.core.counters;

import java.util.Locale;

/** A word that one side counts in and any process may read: where it stands in its block, and the one thing it means. */
public sealed interface Counter permits CoreCounter, WatchdogCounter, AgentCounter {

    /** Its place in the block, in 8-byte words. */
    int word();

    /** What it counts, in words for people; nanoseconds where the name says so, else a number of times. */
    String meaning();

    String name();

    /** The name as tables and JSON show it: {@code FALLBACK_RUNS} is {@code fallback-runs}. */
    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
