package dev.wave.lab.swarm;

import dev.wave.core.counters.AgentCounter;
import dev.wave.core.counters.CoreCounter;
import dev.wave.core.counters.WatchdogCounter;
import dev.wave.core.inspect.CounterBlock;
import dev.wave.core.inspect.LinkSnapshot;
import dev.wave.core.inspect.Region;
import dev.wave.core.protocol.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Whether all books balance when nothing is under way: the host's, the watchdog's, the agent's, and what an observer counted. */
final class SwarmAudit {
    /** What no correct agent's decisions come to. */
    private static final List<CoreCounter> MISTAKES =
            List.of(CoreCounter.MALFORMED, CoreCounter.WRONG_CORE, CoreCounter.NOT_READY, CoreCounter.CORRUPT);

    private final SwarmWorld world;
    private final LinkSnapshot snapshot;
    private final boolean honest;

    /** @param honest nobody wrote garbage */
    SwarmAudit(SwarmWorld world, boolean honest) {
        this.world = world;
        this.snapshot = LinkSnapshot.read(
                world.link().seenFromOutside(), world.timeline().nowNanos());
        this.honest = honest;
    }

    /** What does not balance; empty if all does. */
    String problem() {
        for (int core = 0; core < snapshot.cores().size(); core++) {
            String problem = core(core, snapshot.cores().get(core));
            if (!problem.isEmpty()) {
                return problem;
            }
        }
        String problem = watchdog();
        return problem.isEmpty() ? snapshot.inCharge().map(this::agent).orElse("") : problem;
    }

    private String core(int core, CounterBlock counters) {
        long dispatches = counters.get(CoreCounter.DISPATCHES);
        long causes = counters.get(CoreCounter.COMMITTED) + counters.get(CoreCounter.FALLBACK_RUNS);
        long seen = world.checker().starts(core);
        if (dispatches != seen || causes != seen) {
            return "core " + core + " was seen to start " + seen + " threads, counts " + dispatches + ", and " + causes
                    + " causes for them";
        }
        for (CoreCounter mistake : MISTAKES) {
            if (honest && counters.get(mistake) != 0) {
                return "core " + core + " counts " + counters.get(mistake) + " decisions as " + mistake
                        + ", and nobody wrote garbage";
            }
        }
        return "";
    }

    private String watchdog() {
        CounterBlock counters = snapshot.watchdog();
        long ended = counters.get(WatchdogCounter.ENDED_SILENT)
                + counters.get(WatchdogCounter.ENDED_DEAD)
                + counters.get(WatchdogCounter.ENDED_NONSENSE)
                + counters.get(WatchdogCounter.ENDED_REPLACED)
                + counters.get(WatchdogCounter.ENDED_LEFT);
        long present = snapshot.epoch() == 0 ? 0 : 1;
        if (counters.get(WatchdogCounter.EPOCHS) != ended + present) {
            return "the watchdog counts " + counters.get(WatchdogCounter.EPOCHS) + " epochs granted and " + ended
                    + " ended";
        }
        return honest && counters.get(WatchdogCounter.ENDED_NONSENSE) > 0
                ? "an agent was taken for one that writes nonsense, and nobody wrote garbage"
                : "";
    }

    /** Of the agent in charge, which began after the last garbage. */
    private String agent(Region region) {
        if (!region.problem().isEmpty()) {
            return "the books of epoch " + region.epoch() + ": " + region.problem();
        }
        long decisions = region.counters().get(AgentCounter.DECISIONS);
        long published = world.log().decisions(region.number());
        long answered = world.log().outcomes(region.number());
        if (decisions != published || region.books().pending() != 0 || published != answered) {
            return "epoch " + region.epoch() + " counts " + decisions + " decisions, of which "
                    + region.books().pending() + " pending; " + published + " were published and " + answered
                    + " answered";
        }
        boolean confused =
                region.counters().get(AgentCounter.CORRUPT) + region.counters().get(AgentCounter.MALFORMED) > 0;
        return confused ? "the agent of epoch " + region.epoch() + " could not make sense of what the host wrote" : "";
    }

    long fallbackRuns() {
        return snapshot.sum(CoreCounter.FALLBACK_RUNS);
    }

    /** Messages that found no room. */
    long noRoom() {
        return snapshot.sum(CoreCounter.NO_ROOM) + snapshot.watchdog().get(WatchdogCounter.GUARDED_NO_ROOM);
    }

    Map<WatchdogCounter, Long> watchdogCounters() {
        Map<WatchdogCounter, Long> all = new EnumMap<>(WatchdogCounter.class);
        for (WatchdogCounter counter : WatchdogCounter.values()) {
            all.put(counter, snapshot.watchdog().get(counter));
        }
        return all;
    }

    Map<Outcome, Long> outcomes() {
        Map<Outcome, Long> all = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            all.put(outcome, snapshot.sum(CoreCounter.valueOf(outcome.name())));
        }
        return all;
    }
}
