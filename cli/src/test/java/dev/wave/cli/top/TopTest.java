package dev.wave.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.counters.AgentCounter;
import dev.wave.core.counters.CoreCounter;
import dev.wave.core.counters.Counter;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.ShmLink;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.GrantState;
import dev.wave.core.protocol.RegionLayout;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What top shows of counters that were set by hand. */
class TopTest {
    private static final Geometry SIZES = new Geometry(2, 2, 64, 4, 8);

    private final String name = "top-" + ProcessHandle.current().pid();
    private final ShmLink link = ShmLink.create(name, RegionLayout.toNicBytes(SIZES), RegionLayout.toHostBytes(SIZES));
    private final RegionLayout region = new RegionLayout(SIZES, 1);
    private long nanos = 1_000_000_000;

    @BeforeEach
    void putAnAgentInCharge() {
        SIZES.store(link.toNic());
        link.toNic().store(LinkHeader.EPOCH, 5);
        link.toNic().store(LinkHeader.EPOCH_SINCE, 500_000_000);
        link.toNic().store(region.hostGrant() + RegionLayout.GRANT_STATE, GrantState.GRANTED.ordinal());
        link.toNic().store(region.hostGrant() + RegionLayout.GRANT_EPOCH, 5);
        link.toHost().store(region.agentClaim(), 99);
        link.toHost()
                .store(
                        region.agentClaim() + RegionLayout.PID,
                        ProcessHandle.current().pid());
        link.toHost().store(region.agentClaim() + RegionLayout.ACCEPTED, 5);
    }

    @AfterEach
    void removeTheLink() {
        link.toNic().store(LinkHeader.HOST_STATE, LinkHeader.HOST_OPEN);
        link.close();
    }

    private void add(Window window, long block, Counter counter, long amount) {
        long at = block + counter.word() * 8L;
        window.store(at, window.load(at) + amount);
    }

    private void core(int core, CoreCounter counter, long amount) {
        add(link.toNic(), RegionLayout.hostCounters(SIZES, core), counter, amount);
    }

    private void agent(AgentCounter counter, long amount) {
        add(link.toHost(), region.agentCounters(), counter, amount);
    }

    private LinkWatch watch() {
        return new LinkWatch("shm:" + name, () -> nanos);
    }

    @Test
    void ratesArePerSecondOfTheTimeBetweenTwoLooks() {
        core(1, CoreCounter.DISPATCHES, 1_000);
        LinkWatch watch = watch();
        assertTrue(watch.text().contains("1,000"), watch::text);
        core(1, CoreCounter.DISPATCHES, 300);
        core(1, CoreCounter.STALE, 40);
        core(1, CoreCounter.NOT_PERMITTED, 60);
        agent(AgentCounter.MESSAGES, 700);
        agent(AgentCounter.BUSY_NANOS, 250);
        agent(AgentCounter.ASLEEP_NANOS, 750);
        nanos += 500_000_000;
        watch.look();
        assertTrue(row(watch.text(), "1  ").matches("1 +600 +0 +0 +0 +0 +0 +200 +0 +0"), row(watch.text(), "1  "));
        String agents = row(watch.text(), "1       granted");
        assertTrue(agents.contains(" 1,400 ") && agents.contains("25.0 %  0.0 %  75.0 %"), agents);
        assertTrue(watch.text().contains("in charge: epoch 5, process "), watch::text);
        assertTrue(watch.text().contains("(region 1) for 1.0 s"), watch::text);
    }

    private static String row(String text, String start) {
        return text.lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line '" + start + "' in\n" + text))
                .strip();
    }

    @Test
    void agentThatChangedMeanwhileHasNoRates() {
        agent(AgentCounter.MESSAGES, 1_000_000);
        LinkWatch watch = watch();
        link.toNic().store(region.hostGrant() + RegionLayout.GRANT_EPOCH, 6);
        link.toHost().store(region.agentClaim() + RegionLayout.ACCEPTED, 6);
        agent(AgentCounter.MESSAGES, -999_990);
        nanos += 1_000_000_000;
        watch.look();
        String agents = row(watch.text(), "1       granted");
        assertFalse(agents.contains("-999") || agents.contains("1,000,000"), agents);
    }

    @Test
    void booksThatDoNotBalanceAreShouted() {
        agent(AgentCounter.DECISIONS, 2);
        LinkWatch watch = watch();
        assertTrue(watch.text().contains("NOT BALANCED, 2 decisions counted, 0 found in the queues"), watch::text);
        assertTrue(watch.json().contains("\"balanced\": false"), watch::json);
        link.toHost().store(region.decisions(0).slot(0), 1);
        link.toHost().store(region.decisions(1).slot(0), 1);
        watch.look();
        assertTrue(
                watch.text()
                        .contains(
                                "2 decisions = 0 committed + 0 refused + 0 withdrawn + 0 abandoned + 2 pending: balanced"),
                watch::text);
        assertTrue(watch.json().contains("\"balanced\": true, \"imbalance\": \"\""), watch::json);
    }

    @Test
    void crashedHostIsShownWithItsLastCountersAsTotals() throws Exception {
        Process child = new ProcessBuilder("true").start();
        child.waitFor();
        core(0, CoreCounter.FALLBACK_RUNS, 12_345);
        link.toNic().store(LinkHeader.HOST_PID, child.pid());
        LinkWatch watch = watch();
        nanos += 1_000_000_000;
        watch.look();
        assertFalse(watch.open());
        assertTrue(watch.text().contains("process " + child.pid() + " crashed: last counters"), watch::text);
        assertTrue(watch.text().contains("12,345") && !watch.text().contains("/s"), watch::text);
        assertTrue(watch.json().contains("\"host\": \"crashed\""), watch::json);
        assertTrue(new LinkList(nanos)
                .text()
                .lines()
                .anyMatch(line -> line.startsWith("shm:" + name) && line.contains("crashed, last counters")));
    }

    @Test
    void jsonNamesEveryCounter() {
        String json = watch().json();
        for (CoreCounter counter : CoreCounter.values()) {
            assertTrue(json.contains("\"" + counter.label() + "\": "), counter.label());
        }
        for (AgentCounter counter : AgentCounter.values()) {
            assertTrue(json.contains("\"" + counter.label() + "\": "), counter.label());
        }
        assertTrue(json.startsWith("{\"schema\": \"wave-top-1\""), json);
    }

    @Test
    void terminalIsRewrittenInPlaceAndAPipeGetsPlainLines() {
        StringWriter piped = new StringWriter();
        Screen plain = new Screen(new PrintWriter(piped), false);
        plain.show("a\nb");
        plain.show("c");
        assertEquals("a\nb\n\nc\n", piped.toString());
        StringWriter seen = new StringWriter();
        Screen terminal = new Screen(new PrintWriter(seen), true);
        terminal.show("a");
        terminal.show("b");
        assertEquals("\u001b[2J\u001b[Ha\u001b[K\n\u001b[J\u001b[Hb\u001b[K\n\u001b[J", seen.toString());
    }
}
