package dev.wave.cli.top;

import dev.wave.core.counters.AgentCounter;
import dev.wave.core.counters.CoreCounter;
import dev.wave.core.counters.WatchdogCounter;
import dev.wave.core.inspect.Books;
import dev.wave.core.inspect.ErrorEntry;
import dev.wave.core.inspect.LinkSnapshot;
import dev.wave.core.inspect.LinkSnapshot.Life;
import dev.wave.core.inspect.Region;
import dev.wave.core.link.ProcessStart;
import dev.wave.core.protocol.GrantState;
import dev.wave.core.protocol.Outcome;
import dev.wave.lab.report.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A look at a link, as lines for a terminal. Rates where there were two looks at a live host, else totals since the link was made. */
final class TopText {
    private static final int ERRORS_SHOWN = 5;

    private final LinkSnapshot now;
    private final Optional<Rates> rates;

    TopText(LinkSnapshot now, Optional<Rates> rates) {
        this.now = now;
        this.rates = rates;
    }

    /** All of it, without a line end at the end. */
    String text() {
        return Stream.of(head(), cores(), outcomes(), agents(), books(), errors())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    private String head() {
        return String.join("\n", hostLine(), chargeLine(), epochsLine());
    }

    private String hostLine() {
        String life = switch (now.host().life()) {
            case OPEN -> "process " + now.host().pid();
            case CLOSED -> "process " + now.host().pid() + " has closed the link: last counters";
            case CRASHED -> "process " + now.host().pid() + " crashed: last counters";
        };
        return now.uri() + "  host " + life + ", " + cores(now.geometry().cores()) + ", "
                + now.geometry().regions() + " regions for agents";
    }

    private static String cores(int count) {
        return count == 1 ? "1 core" : count + " cores";
    }

    private String chargeLine() {
        boolean open = now.host().life() == Life.OPEN;
        String since = open && now.epochSinceNanos() != 0 ? " for " + age(now.epochSinceNanos()) : "";
        String verb = open ? "in charge: " : "was in charge: ";
        String agent = now.inCharge()
                .map(region -> "process " + region.pid() + " (region " + region.number() + ")")
                .orElse("an agent without a region");
        return verb + (now.epoch() == 0 ? "the fallback" : "epoch " + now.epoch() + ", " + agent) + since;
    }

    private String age(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", Math.max(0, now.nanos() - nanos) / 1e9);
    }

    private String epochsLine() {
        String ended = Stream.of(WatchdogCounter.values())
                .filter(counter -> counter.name().startsWith("ENDED_"))
                .map(counter ->
                        now.watchdog().get(counter) + " " + counter.label().substring("ended-".length()))
                .collect(Collectors.joining(", "));
        String others = Stream.of(WatchdogCounter.values())
                .filter(counter ->
                        counter != WatchdogCounter.EPOCHS && !counter.name().startsWith("ENDED_"))
                .map(counter -> now.watchdog().get(counter) + " " + counter.label())
                .collect(Collectors.joining(", "));
        return "epochs: " + now.watchdog().get(WatchdogCounter.EPOCHS) + " begun; ended: " + ended + "\nwatchdog: "
                + others;
    }

    private String cores() {
        String unit = rates.isPresent() ? "/s" : "";
        List<String> head = List.of(
                "core",
                "dispatches" + unit,
                "by fallback" + unit,
                "preempted" + unit,
                "messages" + unit,
                "committed" + unit,
                "withdrawn" + unit,
                "refused" + unit,
                "no room",
                "corrupt");
        List<List<String>> rows = new ArrayList<>();
        for (int core = 0; core < now.geometry().cores(); core++) {
            rows.add(coreRow(core));
        }
        return TextTable.text(head, rows);
    }

    private List<String> coreRow(int core) {
        List<String> row = new ArrayList<>(List.of(Integer.toString(core)));
        List.of(
                        CoreCounter.DISPATCHES,
                        CoreCounter.FALLBACK_RUNS,
                        CoreCounter.PREEMPTIONS,
                        CoreCounter.MESSAGES,
                        CoreCounter.COMMITTED,
                        CoreCounter.WITHDRAWN)
                .forEach(counter -> row.add(rates.map(change -> rate(change.core(core, counter)))
                        .orElseGet(() -> count(now.cores().get(core).get(counter)))));
        row.add(rates.map(change -> rate(change.refused(core)))
                .orElseGet(() -> count(Refusals.of(now.cores().get(core)))));
        row.add(count(now.cores().get(core).get(CoreCounter.NO_ROOM)));
        row.add(count(now.cores().get(core).get(CoreCounter.CORRUPT)));
        return row;
    }

    /** By kind, since the link was made: a rare refusal matters as much as a frequent one. */
    private String outcomes() {
        String kinds = Stream.of(Outcome.values())
                .map(CoreCounter::of)
                .map(counter -> count(now.sum(counter)) + " " + counter.label())
                .collect(Collectors.joining(", "));
        return "outcomes since the start: " + kinds;
    }

    private String agents() {
        List<List<String>> rows = now.regions().stream()
                .filter(region -> region.epoch() != 0 || region.claimed())
                .map(this::agentRow)
                .toList();
        String unit = rates.isPresent() ? "/s" : "";
        List<String> head = List.of(
                "region",
                "state",
                "epoch",
                "process",
                "steps" + unit,
                "messages" + unit,
                "decisions" + unit,
                "busy",
                "idle",
                "asleep",
                "policy failures");
        return rows.isEmpty() ? "no agent has been in charge yet" : TextTable.text(head, rows);
    }

    private List<String> agentRow(Region region) {
        boolean known = region.prepared();
        return List.of(
                Integer.toString(region.number()),
                state(region),
                region.epoch() == 0 ? "-" : Long.toString(region.epoch()),
                process(region),
                rates.map(change -> rate(change.beats(region))).orElseGet(() -> count(region.beat())),
                known ? agentCell(region, AgentCounter.MESSAGES) : "-",
                known ? agentCell(region, AgentCounter.DECISIONS) : "-",
                share(region, AgentCounter.BUSY_NANOS),
                share(region, AgentCounter.IDLE_NANOS),
                share(region, AgentCounter.ASLEEP_NANOS),
                known ? count(region.counters().get(AgentCounter.POLICY_FAILURES)) : "-");
    }

    private static String state(Region region) {
        boolean ended = region.state() == GrantState.REVOKED || region.state() == GrantState.REFUSED;
        String why = ended ? " " + region.reason() : "";
        return (region.state() + why).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String process(Region region) {
        if (!region.claimed()) {
            return "left";
        }
        boolean alive = ProcessStart.alive(region.pid(), region.startTicks());
        return region.pid() + (alive ? "" : " dead");
    }

    private String agentCell(Region region, AgentCounter counter) {
        return rates.map(change -> rate(change.agent(region, counter)))
                .orElseGet(() -> count(region.counters().get(counter)));
    }

    /** Of the time of the interval, or of the epoch. What an agent does while it sleeps it books when it wakes. */
    private String share(Region region, AgentCounter part) {
        if (!region.prepared()) {
            return "-";
        }
        double all = nanos(region, AgentCounter.BUSY_NANOS)
                + nanos(region, AgentCounter.IDLE_NANOS)
                + nanos(region, AgentCounter.ASLEEP_NANOS);
        return all > 0 ? String.format(Locale.ROOT, "%.1f %%", 100 * nanos(region, part) / all) : "-";
    }

    private double nanos(Region region, AgentCounter counter) {
        return rates.map(change -> change.agent(region, counter))
                .orElseGet(() -> (double) region.counters().get(counter));
    }

    private String books() {
        return now.regions().stream()
                .filter(Region::prepared)
                .map(TopText::bookLine)
                .collect(Collectors.joining("\n"));
    }

    private static String bookLine(Region region) {
        Books books = region.books();
        String sum = count(books.decisions()) + " decisions = "
                + count(region.counters().get(AgentCounter.COMMITTED))
                + " committed + " + count(Refusals.of(region)) + " refused + "
                + count(region.counters().get(AgentCounter.WITHDRAWN)) + " withdrawn + " + count(books.abandoned())
                + " abandoned + " + count(books.pending()) + " pending";
        String verdict = region.problem().isEmpty() ? "balanced" : "NOT BALANCED, " + region.problem();
        return "books of region " + region.number() + ": " + sum + ": " + verdict;
    }

    private String errors() {
        List<ErrorEntry> all = now.errors();
        if (all.isEmpty()) {
            return "";
        }
        return all.subList(Math.max(0, all.size() - ERRORS_SHOWN), all.size()).stream()
                .map(entry -> "  " + age(entry.nanos()) + " ago: " + entry.text())
                .collect(Collectors.joining("\n", "error log, the last of " + all.size() + " entries kept:\n", ""));
    }

    private static String rate(double perSecond) {
        return Double.isNaN(perSecond) ? "-" : String.format(Locale.ROOT, "%,.0f", perSecond);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
