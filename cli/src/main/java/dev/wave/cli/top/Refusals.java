package dev.wave.cli.top;

import dev.wave.core.counters.AgentCounter;
import dev.wave.core.counters.CoreCounter;
import dev.wave.core.inspect.CounterBlock;
import dev.wave.core.inspect.Region;
import dev.wave.core.protocol.Outcome;
import java.util.stream.Stream;

/** Sums of the outcomes that are refusals. */
final class Refusals {
    private Refusals() {}

    /** Of a core, by the host's counters. */
    static long of(CounterBlock core) {
        return sum(outcome -> core.get(CoreCounter.of(outcome)));
    }

    /** Of an agent's epoch, by the agent's counters. */
    static long of(Region region) {
        return sum(outcome -> region.counters().get(AgentCounter.of(outcome)));
    }

    private static long sum(java.util.function.ToLongFunction<Outcome> count) {
        return Stream.of(Outcome.values())
                .filter(Outcome::refused)
                .mapToLong(count)
                .sum();
    }
}
