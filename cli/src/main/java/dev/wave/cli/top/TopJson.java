package dev.wave.cli.top;

import dev.wave.core.counters.AgentCounter;
import dev.wave.core.counters.CoreCounter;
import dev.wave.core.counters.Counter;
import dev.wave.core.counters.WatchdogCounter;
import dev.wave.core.inspect.Books;
import dev.wave.core.inspect.CounterBlock;
import dev.wave.core.inspect.ErrorEntry;
import dev.wave.core.inspect.LinkSnapshot;
import dev.wave.core.inspect.Region;
import dev.wave.core.link.ProcessStart;
import dev.wave.lab.report.Json;
import dev.wave.lab.report.ThisMachine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at links for machines; docs/operating.md is the schema. Counters are totals: two looks give a rate. */
final class TopJson {
    private TopJson() {}

    static String of(List<Map<String, Object>> links) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schema", "wave-top-1");
        all.put("machine", ThisMachine.facts());
        all.put("links", links);
        return Json.text(all) + "\n";
    }

    static Map<String, Object> link(LinkSnapshot now, Optional<Rates> rates) {
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("link", now.uri());
        link.put("host_clock_ns", now.nanos());
        link.put("host_pid", now.host().pid());
        link.put("host", lower(now.host().life().name()));
        link.put("host_beat", now.host().beat());
        link.put("epoch", now.epoch());
        link.put("epoch_since_ns", now.epochSinceNanos());
        link.put("agent_pid", now.inCharge().map(Region::pid).orElse(0L));
        link.put("watchdog", counters(now.watchdog(), WatchdogCounter.values()));
        link.put("cores", cores(now, rates));
        link.put("regions", now.regions().stream().map(TopJson::region).toList());
        link.put("errors", now.errors().stream().map(TopJson::error).toList());
        return link;
    }

    /** A file that is in the place of a link and cannot be read as one. */
    static Map<String, Object> unreadable(String name, String problem) {
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("link", "shm:" + name);
        link.put("problem", problem);
        return link;
    }

    private static List<Map<String, Object>> cores(LinkSnapshot now, Optional<Rates> rates) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < now.cores().size(); i++) {
            int core = i;
            Map<String, Object> one = new LinkedHashMap<>(counters(now.cores().get(core), CoreCounter.values()));
            rates.ifPresent(change -> {
                Map<String, Object> perSecond = new LinkedHashMap<>();
                Stream.of(CoreCounter.values())
                        .forEach(counter -> perSecond.put(counter.label(), change.core(core, counter)));
                one.put("per_second", perSecond);
            });
            all.add(one);
        }
        return all;
    }

    private static Map<String, Object> region(Region region) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("region", region.number());
        one.put("state", lower(region.state().name()));
        one.put("reason", lower(region.reason().name()));
        one.put("epoch", region.epoch());
        one.put("pid", region.claimed() ? region.pid() : 0);
        one.put("alive", region.claimed() && ProcessStart.alive(region.pid(), region.startTicks()));
        one.put("beat", region.beat());
        if (region.prepared()) {
            Books books = region.books();
            one.put("counters", counters(region.counters(), AgentCounter.values()));
            one.put("pending", books.pending());
            one.put("balanced", region.problem().isEmpty());
            one.put("imbalance", region.problem());
        }
        return one;
    }

    private static Map<String, Object> error(ErrorEntry entry) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("host_clock_ns", entry.nanos());
        one.put("code", entry.code());
        one.put("place", entry.place());
        one.put("count", entry.count());
        one.put("words", entry.words().stream().map(Long::toHexString).toList());
        one.put("text", entry.text());
        return one;
    }

    private static Map<String, Object> counters(CounterBlock block, Counter[] counters) {
        Map<String, Object> all = new LinkedHashMap<>();
        Stream.of(counters).forEach(counter -> all.put(counter.label(), block.get(counter)));
        return all;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
