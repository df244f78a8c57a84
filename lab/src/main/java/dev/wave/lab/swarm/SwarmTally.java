package dev.wave.lab.swarm;

import dev.wave.core.counters.WatchdogCounter;
import dev.wave.core.protocol.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of many seeds, summed up. */
public final class SwarmTally {
    /** From so many seeds on, each kind of fault must have occurred in more than {@link #LEAST_SHARE} of them: a swarm that never gets somewhere proves nothing about it. */
    public static final long SEEDS_TO_JUDGE = 500;

    private static final double LEAST_SHARE = 0.01;
    private static final int KEPT = 100;

    private final Map<FaultKind, Long> seedsWith = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Map<WatchdogCounter, Long> watchdog = new EnumMap<>(WatchdogCounter.class);
    private final List<SwarmResult> broken = new ArrayList<>();
    private long seeds;
    private long brokenSeeds;
    private long starts;
    private long drainNanos;
    private long returnNanos;

    void add(SwarmResult result) {
        seeds++;
        starts += result.starts();
        drainNanos = Math.max(drainNanos, result.drainNanos());
        returnNanos = Math.max(returnNanos, result.returnNanos());
        result.faults().keySet().forEach(kind -> seedsWith.merge(kind, 1L, Long::sum));
        sum(faults, result.faults());
        sum(outcomes, result.outcomes());
        sum(watchdog, result.watchdog());
        if (result.broken()) {
            brokenSeeds++;
            keep(List.of(result));
        }
    }

    /** Adds what became of the seeds behind these. */
    void add(SwarmTally later) {
        seeds += later.seeds;
        brokenSeeds += later.brokenSeeds;
        starts += later.starts;
        drainNanos = Math.max(drainNanos, later.drainNanos);
        returnNanos = Math.max(returnNanos, later.returnNanos);
        sum(seedsWith, later.seedsWith);
        sum(faults, later.faults);
        sum(outcomes, later.outcomes);
        sum(watchdog, later.watchdog);
        keep(later.broken);
    }

    private void keep(List<SwarmResult> results) {
        results.stream().limit(KEPT - broken.size()).forEach(broken::add);
    }

    private static <K> void sum(Map<K, Long> into, Map<K, Long> more) {
        more.forEach((key, count) -> into.merge(key, count, Long::sum));
    }

    public long seeds() {
        return seeds;
    }

    /** In how many something broke. */
    public long brokenSeeds() {
        return brokenSeeds;
    }

    /** The first of these. */
    public List<SwarmResult> broken() {
        return List.copyOf(broken);
    }

    /** Kinds of faults that occurred too seldom for the swarm to say anything about them. */
    public List<FaultKind> missing() {
        return seeds < SEEDS_TO_JUDGE
                ? List.of()
                : Arrays.stream(FaultKind.values())
                        .filter(kind -> seedsWith.getOrDefault(kind, 0L) <= LEAST_SHARE * seeds)
                        .toList();
    }

    /** What there was, for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%,d seeds, %,d thread starts. Faults:", seeds, starts));
        for (FaultKind kind : FaultKind.values()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-28s in %5.1f %% of the seeds, %,d in all",
                    kind.words(),
                    100.0 * seedsWith.getOrDefault(kind, 0L) / Math.max(1, seeds),
                    faults.getOrDefault(kind, 0L)));
        }
        lines.add("Decisions: " + counts(outcomes));
        lines.add("Watchdog: " + counts(watchdog));
        lines.add(String.format(
                Locale.ROOT,
                "After the last fault all was done within %.2f ms, and an agent in charge within %.0f ms more, of virtual time.",
                drainNanos / 1e6,
                returnNanos / 1e6));
        return lines;
    }

    private static <K extends Enum<K>> String counts(Map<K, Long> counts) {
        StringBuilder text = new StringBuilder();
        counts.forEach((key, count) -> {
            if (count > 0) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(key.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .append(String.format(Locale.ROOT, " %,d", count));
            }
        });
        return text.isEmpty() ? "none" : text.toString();
    }

    /** The same for machines. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("seeds", seeds);
        members.put("broken", brokenSeeds);
        members.put("starts", starts);
        members.put("longestDrainNanos", drainNanos);
        members.put("longestReturnNanos", returnNanos);
        for (FaultKind kind : FaultKind.values()) {
            members.put("seedsWith." + kind.name(), seedsWith.getOrDefault(kind, 0L));
            members.put("faults." + kind.name(), faults.getOrDefault(kind, 0L));
        }
        outcomes.forEach((outcome, count) -> members.put("outcomes." + outcome.name(), count));
        watchdog.forEach((counter, count) -> members.put("watchdog." + counter.name(), count));
        return members;
    }
}
