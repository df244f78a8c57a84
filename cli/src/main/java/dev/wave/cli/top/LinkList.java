package dev.wave.cli.top;

import dev.wave.core.counters.CoreCounter;
import dev.wave.core.inspect.LinkSnapshot;
import dev.wave.core.link.LinkException;
import dev.wave.core.link.ShmLink;
import dev.wave.lab.report.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All links of this machine, those of crashed hosts and those that are none included. */
public final class LinkList {
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Map<String, Object>> json = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** Looks at every file that may be a link. */
    public LinkList(long nanos) {
        for (String name : ShmLink.names()) {
            try {
                LinkSnapshot now = LinkSnapshot.read(ShmLink.inspect(name), nanos);
                rows.add(row(now));
                json.add(TopJson.link(now, Optional.empty()));
            } catch (LinkException e) {
                problems.add(e.getMessage());
                json.add(TopJson.unreadable(name, e.getMessage()));
            }
        }
    }

    private static List<String> row(LinkSnapshot now) {
        String life = switch (now.host().life()) {
            case OPEN -> "runs";
            case CLOSED -> "closed";
            case CRASHED -> "crashed, last counters";
        };
        String charge = now.epoch() == 0
                ? "fallback"
                : "epoch " + now.epoch()
                        + now.inCharge()
                                .map(agent -> ", process " + agent.pid())
                                .orElse("");
        return List.of(
                now.uri(),
                Long.toString(now.host().pid()),
                life,
                Integer.toString(now.geometry().cores()),
                charge,
                Long.toString(now.sum(CoreCounter.DISPATCHES)),
                Long.toString(now.sum(CoreCounter.FALLBACK_RUNS)));
    }

    public String text() {
        if (rows.isEmpty() && problems.isEmpty()) {
            return "no links on this machine: no service with an enclave runs here";
        }
        List<String> head = List.of("link", "host", "host is", "cores", "in charge", "dispatches", "by fallback");
        List<String> lines = new ArrayList<>(problems);
        if (!rows.isEmpty()) {
            lines.addFirst(TextTable.text(head, rows));
        }
        return String.join("\n", lines);
    }

    public String json() {
        return TopJson.of(json);
    }
}
