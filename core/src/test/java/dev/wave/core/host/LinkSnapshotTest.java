package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.Seeds;
import dev.wave.core.agent.AgentSeat;
import dev.wave.core.counters.AgentCounter;
import dev.wave.core.counters.CoreCounter;
import dev.wave.core.counters.WatchdogCounter;
import dev.wave.core.inspect.Books;
import dev.wave.core.inspect.ErrorEntry;
import dev.wave.core.inspect.LinkSnapshot;
import dev.wave.core.inspect.LinkSnapshot.Life;
import dev.wave.core.inspect.Region;
import dev.wave.core.link.LinkException;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.ProcessStart;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.GrantState;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What somebody who only reads the link finds out about host and agents. */
class LinkSnapshotTest {
    private final SteppedHost host = SteppedHost.ofCores(2);

    private LinkSnapshot look() {
        return LinkSnapshot.read(host.link, host.clock.nanos());
    }

    private Region regionOf(FifoAgent agent) {
        return look().regions().get(agent.region().number());
    }

    /** An agent that had one decision committed and has one pending. */
    private FifoAgent busyAgent() {
        HostTarget first = host.ready();
        host.ready();
        FifoAgent agent = host.attached();
        assertNull(host.enclave.take(0));
        agent.receive();
        agent.decideAll();
        assertEquals(first, host.enclave.take(0));
        agent.receive();
        return agent;
    }

    private void poke(FifoAgent agent, AgentCounter counter, long change) {
        long at = agent.region().agentCounters() + counter.word() * 8L;
        host.link.toHost().store(at, host.link.toHost().load(at) + change);
    }

    @Test
    void agentInChargeIsShownWithItsEpochAndItsProcess() {
        host.clock.advance(7);
        FifoAgent agent = host.attached();
        LinkSnapshot now = look();
        assertEquals(agent.epoch(), now.epoch());
        assertEquals(agent.pid(), now.inCharge().orElseThrow().pid());
        assertEquals(GrantState.GRANTED, now.inCharge().orElseThrow().state());
        assertEquals(1, now.watchdog().get(WatchdogCounter.EPOCHS));
        assertEquals(host.clock.nanos(), now.epochSinceNanos(), "the epoch began just now");
        assertEquals(Life.OPEN, now.host().life());
    }

    @Test
    void booksOfAnAgentBalance() {
        FifoAgent agent = busyAgent();
        Region region = regionOf(agent);
        assertEquals("", region.problem());
        assertEquals(Books.Reading.STILL, region.reading());
        assertEquals(2, region.books().decisions());
        assertEquals(1, region.books().pending());
        assertEquals(1, region.counters().get(AgentCounter.COMMITTED));
        assertEquals(1, look().sum(CoreCounter.COMMITTED));
        assertEquals(1, look().sum(CoreCounter.DISPATCHES));
    }

    @ParameterizedTest
    @EnumSource(
            value = AgentCounter.class,
            names = {"DECISIONS", "COMMITTED", "STALE", "WITHDRAWN", "ABANDONED"})
    void counterThatInventsDecisionsUnbalancesTheBooks(AgentCounter counter) {
        FifoAgent agent = busyAgent();
        poke(agent, counter, 3);
        assertNotEquals("", regionOf(agent).problem(), "3 more " + counter.label());
    }

    @Test
    void counterThatLostDecisionsUnbalancesTheBooks() {
        FifoAgent agent = busyAgent();
        poke(agent, AgentCounter.DECISIONS, -2);
        assertTrue(regionOf(agent).problem().contains("more outcomes than decisions"), regionOf(agent)::problem);
    }

    @Test
    void decisionsOfAnUnfinishedStepMayBeUncountedAndOfAnAgentAtRestMayNot() {
        FifoAgent agent = busyAgent();
        poke(agent, AgentCounter.DECISIONS, -1);
        assertEquals("", regionOf(agent).problem(), "it may be, or have died, in the middle of a step");
        host.link.toHost().store(agent.region().agentArmed(), 1);
        assertEquals(Books.Reading.AT_REST, regionOf(agent).reading());
        assertTrue(regionOf(agent).problem().contains("1 decisions counted, 2 found"), regionOf(agent)::problem);
    }

    @Test
    void booksOfALostEpochAreBalancedByTheAbandoned() {
        FifoAgent agent = busyAgent();
        host.watchFor(3 * SteppedHost.LIMITS.silenceNanos());
        assertEquals(0, look().epoch());
        Region region = look().regions().get(0);
        assertEquals(GrantReason.SILENT, region.reason());
        assertEquals(1, region.books().pending(), "the agent has not noticed yet");
        agent.look();
        region = look().regions().get(0);
        assertEquals(1, region.books().abandoned());
        assertEquals(0, region.books().pending());
        assertEquals("", region.problem());
        assertEquals(1, look().watchdog().get(WatchdogCounter.ENDED_SILENT));
    }

    @Test
    void whatAFormerOwnerLeftIsNotTakenForTheNewOnesBooks() {
        FifoAgent first = busyAgent();
        first.leave();
        host.watchdog.step();
        host.watchdog.step();
        FifoAgent second = host.agent();
        second.look();
        host.watchdog.step();
        Region region = look().regions().get(0);
        assertEquals(2, region.epoch());
        assertEquals("", region.problem(), "granted, and not yet prepared");
        second.receive();
        assertTrue(look().regions().get(0).prepared());
        assertEquals(0, look().regions().get(0).books().decisions());
    }

    @Test
    void errorLogIsDecodedWithItsBytes() {
        FifoAgent agent = host.attached();
        agent.receive();
        RawDecisions raw = new RawDecisions(host.link, agent.region(), 1, agent.epoch());
        raw.publish(raw.decision(0xabcdef, 3).flip(1, 0xff));
        host.clock.advance(5);
        assertNull(host.enclave.take(1));
        List<ErrorEntry> errors = look().errors();
        assertEquals(1, errors.size());
        assertEquals(host.clock.nanos(), errors.getFirst().nanos());
        assertEquals(raw.published(1), errors.getFirst().words().get(1));
        String text = errors.getFirst().text();
        assertTrue(text.startsWith("decision refused: malformed (core 1, number 1 of the kind): "), text);
        assertTrue(text.contains(" abcdef 3 "), text);
    }

    @Test
    void claimOfAnotherVersionIsNamedWithItsProcess() {
        long line = new RegionLayout(host.geometry, 0).agentClaim();
        host.link.toHost().store(line + RegionLayout.PID, 4711);
        host.link.toHost().store(line + RegionLayout.VERSION, 9);
        host.link.toHost().store(line, 77);
        host.watchdog.step();
        String text = look().errors().getFirst().text();
        assertTrue(text.contains("process 4711 speaks version 9, this host 1 to 2"), text);
        assertTrue(text.contains("region 0"), text);
        assertEquals(1, look().watchdog().get(WatchdogCounter.CLAIMS_REFUSED));
    }

    @Test
    void unknownEntriesOfTheErrorLogAreShownAsTheyAre() {
        long entry = RegionLayout.hostErrors(host.geometry);
        host.link.toNic().store(entry + 8, 99);
        assertTrue(look().errors().getFirst().text().startsWith("entry of an unknown kind 99"));
    }

    @Test
    void hostWhoseProcessIsGoneHasCrashed() throws Exception {
        Process child = new ProcessBuilder("true").start();
        child.waitFor();
        HostTarget ran = host.ready();
        host.runs(0, ran);
        host.off(ran, TargetEvent.BLOCK, 0);
        host.link.toNic().store(LinkHeader.HOST_PID, child.pid());
        assertEquals(Life.CRASHED, look().host().life());
        assertEquals(1, look().sum(CoreCounter.FALLBACK_RUNS), "its last counters");
        host.link.toNic().store(LinkHeader.HOST_STATE, LinkHeader.HOST_CLOSED);
        assertEquals(Life.CLOSED, look().host().life());
    }

    @Test
    void processIdThatIsUsedAgainIsNotTakenForTheHost() {
        long self = ProcessHandle.current().pid();
        host.link.toNic().store(LinkHeader.HOST_START, ProcessStart.ticks(self));
        assertEquals(Life.OPEN, look().host().life());
        host.link.toNic().store(LinkHeader.HOST_START, ProcessStart.ticks(self) - 1);
        assertEquals(Life.CRASHED, look().host().life());
        FifoAgent agent = host.attached();
        assertEquals(agent.epoch(), look().epoch());
    }

    @Test
    void hostThatBeatsIsNotLookedUpAndOneThatDoesNotIs() {
        long self = ProcessHandle.current().pid();
        host.link.toNic().store(LinkHeader.HOST_START, ProcessStart.ticks(self) - 1);
        AgentSeat seat = new AgentSeat(host.link, false, Seeds.random(1));
        host.watchdog.step();
        assertFalse(seat.hostIsDead(), "its watchdog beats");
        assertTrue(seat.hostIsDead(), "the process of that id is a younger one");
        host.link.toNic().store(LinkHeader.HOST_START, ProcessStart.ticks(self));
        assertFalse(seat.hostIsDead(), "it only stands still");
    }

    @Test
    void linkWithoutAnEnclaveIsSaidToBeOne() {
        host.link.toNic().store(LinkHeader.GEOMETRY, 0);
        assertTrue(assertThrows(LinkException.class, this::look).getMessage().contains("has no enclave"));
    }

    @Test
    void headerThatNamesMoreThanThereIsIsCalledDamaged() {
        host.link.toNic().store(LinkHeader.GEOMETRY, 1000 | 16L << 16);
        assertTrue(assertThrows(LinkException.class, this::look).getMessage().contains("is damaged"));
    }
}
