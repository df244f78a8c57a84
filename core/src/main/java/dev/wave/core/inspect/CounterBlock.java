package dev.wave.core.inspect;

import dev.wave.core.counters.Counter;
import dev.wave.core.link.Window;
import java.util.Arrays;

/** A copy of one writer's counters. They are copied one by one while their writer goes on: each is right, together they are of about one moment. */
public final class CounterBlock {
    private final long[] words;

    private CounterBlock(long[] words) {
        this.words = words;
    }

    static CounterBlock copy(Window window, long offset, Counter[] counters) {
        long[] words = new long[counters.length];
        // From the last to the first: an agent counts a decision before its outcome, so read in this order they never
        // contradict.
        for (int i = words.length - 1; i >= 0; i--) {
            words[i] = window.load(offset + counters[i].word() * 8L);
            window.loadFence();
        }
        return new CounterBlock(words);
    }

    boolean same(CounterBlock other) {
        return Arrays.equals(words, other.words);
    }

    public long get(Counter counter) {
        return words[counter.word()];
    }
}
