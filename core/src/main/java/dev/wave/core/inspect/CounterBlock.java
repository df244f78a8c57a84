package dev.wave.core.inspect;

import dev.wave.core.counters.CoreCounter;
import dev.wave.core.counters.Counter;
import dev.wave.core.host.Counters;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/** A copy of one writer's counters. They are copied one by one while their writer goes on: each is right, together they are of about one moment. */
public final class CounterBlock {
    private final long[] words;

    private CounterBlock(long[] words) {
        this.words = words;
    }

    static CounterBlock copy(Window window, long offset, Counter[] counters) {
        return copy(counters, word -> window.load(offset + word * 8L), window);
    }

    /** What a core counts, in the two places where it does; of a host that speaks version 1 the second is missing, and zero. */
    static CounterBlock ofCore(Window window, Geometry geometry, int core) {
        long first = RegionLayout.hostCounters(geometry, core);
        long second = RegionLayout.hostMoreCounters(geometry, core);
        boolean both = RegionLayout.toNicBytes(geometry) <= window.bytes();
        return copy(
                CoreCounter.values(),
                word -> {
                    if (word < Counters.NOT_TOGETHER) {
                        return window.load(first + word * 8L);
                    }
                    return both ? window.load(second + (word - Counters.NOT_TOGETHER) * 8L) : 0;
                },
                window);
    }

    private static CounterBlock copy(Counter[] counters, IntToLongFunction load, Window window) {
        long[] words = new long[counters.length];
        // From the last to the first: an agent counts a decision before its outcome, so read in this order they never
        // contradict.
        for (int i = words.length - 1; i >= 0; i--) {
            words[i] = load.applyAsLong(counters[i].word());
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
