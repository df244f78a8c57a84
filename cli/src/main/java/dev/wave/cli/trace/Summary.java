package dev.wave.cli.trace;

import dev.wave.cli.trace.Chains.Chain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a trace holds, in a few numbers. */
record Summary(
        double seconds,
        long entries,
        long dropped,
        long lostBytes,
        long decisions,
        long whole,
        long unanswered,
        long strayAnswers,
        Map<String, Long> outcomes,
        long runs,
        long fallbackRuns,
        Map<String, Spread> ways) {

    /** Nanoseconds: half of all took no longer than the one, 99 of 100 no longer than the other. */
    record Spread(long p50, long p99, long count) {
        static Spread of(List<Long> all) {
            List<Long> sorted = all.stream().sorted().toList();
            return new Spread(at(sorted, 0.50), at(sorted, 0.99), sorted.size());
        }

        private static long at(List<Long> sorted, double share) {
            return sorted.isEmpty()
                    ? 0
                    : sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size())));
        }
    }

    static Summary of(Entries entries) {
        Chains chains = Chains.of(entries);
        List<Entry.Run> runs = entries.of(Entry.Run.class);
        Map<String, Long> outcomes = entries.of(Entry.Answer.class).stream()
                .collect(Collectors.groupingBy(Entry.Answer::outcome, TreeMap::new, Collectors.counting()));
        return new Summary(
                entries.window().seconds(),
                entries.all().size(),
                entries.dropped(),
                entries.lostBytes(),
                chains.all().size(),
                chains.all().stream().filter(Chain::whole).count(),
                chains.all().stream().filter(chain -> chain.answer() == null).count(),
                chains.strayAnswers(),
                outcomes,
                runs.size(),
                runs.stream().filter(run -> run.epoch() == 0).count(),
                ways(chains));
    }

    private static Map<String, Spread> ways(Chains chains) {
        Map<String, Spread> ways = new LinkedHashMap<>();
        ways.put("message sent to taken", spread(chains, Chain::message, Chain::taken));
        ways.put("message taken to decided", spread(chains, Chain::taken, Chain::decision));
        ways.put("decision published to answered", spread(chains, Chain::decision, Chain::answer));
        return ways;
    }

    private static Spread spread(Chains chains, Function<Chain, Entry> from, Function<Chain, Entry> to) {
        return Spread.of(chains.all().stream()
                .filter(chain -> from.apply(chain) != null && to.apply(chain) != null)
                .map(chain -> to.apply(chain).nanos() - from.apply(chain).nanos())
                .toList());
    }

    /** For a person, a line each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%,d entries in %.3f s: %,d decisions, of which %,d are traced from their message to their outcome"
                .formatted(entries, seconds, decisions, whole));
        lines.add("outcomes: " + (outcomes.isEmpty() ? "none" : counts()));
        lines.add("runs: %,d, of which the fallback decided %,d".formatted(runs, fallbackRuns));
        ways.forEach((way, spread) -> {
            if (spread.count() > 0) {
                lines.add("%s: p50 %.1f us, p99 %.1f us".formatted(way, spread.p50() / 1e3, spread.p99() / 1e3));
            }
        });
        if (unanswered + strayAnswers > 0) {
            lines.add("at the edges: %,d decisions not answered yet, %,d outcomes of earlier decisions"
                    .formatted(unanswered, strayAnswers));
        }
        if (dropped > 0) {
            lines.add("left out: the earliest %,d entries, to stay within --max-events".formatted(dropped));
        }
        if (lostBytes > 0) {
            lines.add(
                    "LOST: the recorder could not keep %,d bytes; there are gaps. Record for a shorter time, or under less load."
                            .formatted(lostBytes));
        }
        return lines;
    }

    private String counts() {
        return outcomes.entrySet().stream()
                .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** For machines. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seconds", seconds);
        json.put("entries", entries);
        json.put("dropped", dropped);
        json.put("lost-bytes", lostBytes);
        json.put("decisions", decisions);
        json.put("traced-whole", whole);
        json.put("unanswered", unanswered);
        json.put("outcomes-of-earlier-decisions", strayAnswers);
        json.put("outcomes", outcomes);
        json.put("runs", runs);
        json.put("fallback-runs", fallbackRuns);
        ways.forEach((way, spread) -> json.put(
                way.replace(' ', '-') + "-nanos",
                Map.of("p50", spread.p50(), "p99", spread.p99(), "count", spread.count())));
        return json;
    }
}
