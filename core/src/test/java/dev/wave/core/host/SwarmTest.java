package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.Seeds;
import dev.wave.core.protocol.Outcome;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thousands of small worlds in which everything that can go wrong does ({@code -Dwave.seeds=N} for more of them). */
class SwarmTest {
    private static final int SEEDS = 2_000;
    private static final int STEPS = 400;

    /** What the worlds of a run did, summed up: a swarm that never gets somewhere proves nothing about it. */
    private static final class Tally {
        private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        private final long[] watchdog = new long[12];

        void add(SteppedHost host) {
            for (Outcome outcome : Outcome.values()) {
                outcomes.merge(outcome, host.outcomes(outcome), Long::sum);
            }
            for (int word = 0; word < watchdog.length; word++) {
                watchdog[word] += host.watchdogCounters().get(word);
            }
        }

        void checkReach() {
            for (Outcome outcome : Outcome.values()) {
                assertTrue(outcomes.get(outcome) > 0, outcome + " never happened: " + outcomes);
            }
            for (int word = Counters.EPOCHS; word <= Counters.DISCOVERED; word++) {
                assertTrue(watchdog[word] > 0, "word " + word + " of the watchdog's counters stayed 0");
            }
            assertTrue(watchdog[Counters.GUARDED_NO_ROOM] > 0, "no queue was ever full");
        }
    }

    @Test
    void invariantsHoldWhateverHappens() {
        Tally tally = new Tally();
        Seeds.each(getClass(), SEEDS, (seed, random) -> {
            SwarmWorld world = new SwarmWorld(random, SwarmWorld.Mutation.NONE);
            world.run(STEPS);
            tally.add(world.host);
        });
        if (Seeds.run(SEEDS).count() >= SEEDS) {
            tally.checkReach();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RUN_WOKEN, invariant 1",
        "RUN_UNDECIDED, invariant 4",
        "LOSE_WAKE_UPS, woken after their last run",
        "LOSE_RINGS, never ran",
        "COUNT_TWICE, dispatches = committed"
    })
    void builtInMistakesAreFound(SwarmWorld.Mutation mutation, String found) {
        int caught = 0;
        for (long seed = 1; seed <= 40; seed++) {
            try {
                new SwarmWorld(Seeds.random(seed), mutation).run(STEPS);
            } catch (AssertionError e) {
                caught += e.getMessage().contains(found) ? 1 : 0;
            }
        }
        assertTrue(caught > 0, mutation + " slipped through 40 worlds");
    }
}
