package dev.wave.lab.swarm;

import dev.wave.core.counters.WatchdogCounter;
import dev.wave.core.protocol.Outcome;
import java.util.Map;

/**
 * What became of one seed.
 *
 * @param violation what broke, in one sentence; empty if nothing did
 * @param faults how many there were, by kind
 * @param outcomes of decisions
 * @param watchdog what the watchdog counted; empty if the run broke
 * @param starts threads that were put on a core
 * @param drainNanos how long after the last fault everything was done that was to do
 * @param returnNanos how long after that an agent was in charge
 */
public record SwarmResult(
        long seed,
        String violation,
        Map<FaultKind, Long> faults,
        Map<Outcome, Long> outcomes,
        Map<WatchdogCounter, Long> watchdog,
        long starts,
        long drainNanos,
        long returnNanos) {
    public SwarmResult {
        faults = Map.copyOf(faults);
        outcomes = Map.copyOf(outcomes);
        watchdog = Map.copyOf(watchdog);
    }

    public boolean broken() {
        return !violation.isEmpty();
    }

    /** The line that does it again, with a picture. */
    public String replay() {
        return "./wave simulate --seeds 1 --from " + seed + " --trace seed-" + seed + ".json";
    }
}
