package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.MessageKind;
import dev.wave.core.protocol.MessageLayout;
import dev.wave.core.protocol.StateTable;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetId;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import dev.wave.core.protocol.Transition;
import dev.wave.core.queue.SlotReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the agent is told, and that it is told even when there is no room. */
class MessagesTest {
    private static final int NO_CORE = TargetWord.NO_CORE;

    private final SteppedHost host = SteppedHost.ofCores(2);

    private static FifoAgent.Arrived only(FifoAgent agent) {
        assertEquals(1, agent.arrived.size(), agent.arrived.toString());
        return agent.arrived.get(0);
    }

    /** Every row that the mechanism raises says what the page says. */
    @TestFactory
    Stream<DynamicTest> everyRowOfTheTableIsTold() {
        return StateTable.rows().stream()
                .filter(row -> row.epoch() == Transition.EpochRule.ANY && row.outcome() == null)
                .filter(row -> row.state() != TargetState.GONE && row.state() != TargetState.ABSENT)
                .map(row -> DynamicTest.dynamicTest(row.state() + " + " + row.event(), () -> tells(row)));
    }

    private static void tells(Transition row) {
        SteppedHost host = SteppedHost.ofCores(2);
        HostTarget target = host.blocked();
        FifoAgent agent = host.attached();
        bringTo(host, agent, target, row.state());
        agent.noting();
        long before = target.sequence();
        assertEquals(row, host.enclave.apply(target, row.event(), row.event() == TargetEvent.WAKE ? NO_CORE : 1));
        assertEquals(row.next(), target.state());
        assertEquals(before + (row.advances() ? 1 : 0), target.sequence());
        agent.receive();
        if (row.message() == MessageKind.NONE) {
            assertTrue(agent.arrived.isEmpty(), agent.arrived.toString());
        } else {
            FifoAgent.Arrived told = only(agent);
            assertEquals(row.message(), told.kind());
            assertEquals(target.sequence(), told.sequence());
            assertEquals(row.next().onTheWire().ordinal(), told.state());
        }
    }

    private static void bringTo(SteppedHost host, FifoAgent agent, HostTarget target, TargetState state) {
        if (state != TargetState.BLOCKED) {
            host.wake(target);
        }
        if (state == TargetState.RUNNING || state == TargetState.WOKEN) {
            agent.receive();
            agent.decide(1, agent.known(target.id()));
            host.runs(1, target);
        }
        if (state == TargetState.WOKEN) {
            host.wake(target);
        }
        agent.receive();
        assertEquals(state, target.state());
    }

    @Test
    void messageCarriesEverythingKnownOfItsTarget() {
        HostTarget target = host.blocked();
        FifoAgent agent = host.attached();
        target.targetClass(7);
        target.weight(70_000);
        target.deadlineNanos(123);
        target.affinity(0b10);
        host.clock.advance(55);
        host.wake(target);
        var slots = new SlotReader(
                host.link.toNic(), host.link.toHost(), agent.region().messages(host.geometry.guarded()));
        slots.poll();
        slots.poll();
        assertEquals(MessageKind.READY, MessageLayout.kind(slots));
        assertEquals(MessageLayout.NO_CORE, MessageLayout.core(slots));
        assertEquals(7, MessageLayout.targetClass(slots));
        assertEquals(0xffff, MessageLayout.weight(slots));
        assertEquals(target.id(), MessageLayout.target(slots));
        assertEquals(target.sequence(), MessageLayout.sequence(slots));
        assertEquals(host.clock.nanos(), MessageLayout.nanos(slots));
        assertEquals(123, MessageLayout.deadlineNanos(slots));
        assertEquals(0b10, MessageLayout.affinity(slots));
        assertEquals(0, MessageLayout.dispatch(slots));
    }

    @Test
    void everyCoreTellsThroughItsOwnQueue() {
        HostTarget target = host.ready();
        FifoAgent agent = host.attached();
        agent.step();
        host.runs(0, target);
        long before = host.enclave.counters(0).get(Counters.MESSAGES);
        host.off(target, TargetEvent.YIELD, 0);
        assertEquals(before + 1, host.enclave.counters(0).get(Counters.MESSAGES));
        assertEquals(0, host.enclave.counters(1).get(Counters.MESSAGES));
        long guarded = host.watchdogCounters().get(Counters.GUARDED_MESSAGES);
        host.enclave.apply(target, TargetEvent.CHANGE, NO_CORE);
        assertEquals(guarded + 1, host.watchdogCounters().get(Counters.GUARDED_MESSAGES));
        host.enclave.apply(target, TargetEvent.CHANGE, 0, host.geometry.guarded());
        assertEquals(guarded + 2, host.watchdogCounters().get(Counters.GUARDED_MESSAGES));
    }

    @Test
    void fullQueueMarksAndTheLatestStateIsSentOnce() {
        HostTarget target = host.blocked();
        HostTarget other = host.blocked();
        FifoAgent agent = host.attached().noting();
        fillGuardedQueue(other);
        host.wake(target);
        host.enclave.apply(target, TargetEvent.CHANGE, NO_CORE);
        host.enclave.apply(target, TargetEvent.CHANGE, NO_CORE);
        assertTrue(host.watchdogCounters().get(Counters.GUARDED_NO_ROOM) > 0);
        agent.receive();
        host.watchdog.step();
        host.watchdog.step();
        agent.receive();
        List<FifoAgent.Arrived> about =
                agent.arrived.stream().filter(m -> m.id() == target.id()).toList();
        assertEquals(1, about.size(), "once, however often it changed");
        assertEquals(target.sequence(), about.get(0).sequence(), "with its latest state");
        assertEquals(TargetState.READY, agent.known(target.id()).state());
        assertFalse(host.enclave.senders()[host.geometry.guarded()].hasMarked());
    }

    private void fillGuardedQueue(HostTarget filler) {
        while (host.watchdogCounters().get(Counters.GUARDED_NO_ROOM) == 0) {
            host.enclave.apply(filler, TargetEvent.CHANGE, NO_CORE);
        }
    }

    @Test
    void whoeverSendsNextResendsWhatFoundNoRoom() {
        HostTarget target = host.blocked();
        HostTarget other = host.blocked();
        FifoAgent agent = host.attached();
        fillGuardedQueue(other);
        host.wake(target);
        agent.receive();
        // No watchdog: the next message takes the marked ones along.
        host.enclave.apply(other, TargetEvent.CHANGE, NO_CORE);
        agent.receive();
        assertEquals(target.sequence(), agent.known(target.id()).sequence());
        assertEquals(other.sequence(), agent.known(other.id()).sequence());
    }

    @Test
    void fiveThousandTargetsGoThroughAThousandSlots() {
        SteppedHost wide = new SteppedHost(new Geometry(1, 2, 1024, 16, 64));
        List<HostTarget> targets = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            targets.add(wide.ready());
        }
        FifoAgent agent = wide.agent();
        agent.look();
        wide.watchdog.step();
        agent.prestage = 16;
        Set<HostTarget> ran = new HashSet<>();
        for (int i = 0; i < 20_000 && ran.size() < 5_000; i++) {
            agent.step();
            wide.watch(SteppedHost.MILLI);
            HostTarget target = wide.enclave.take(0);
            if (target != null) {
                assertTrue(ran.add(target), "ran twice");
                wide.off(target, TargetEvent.BLOCK, 0);
            }
        }
        assertEquals(5_000, ran.size());
        assertEquals(1, wide.enclave.epoch());
        assertTrue(targets.stream().allMatch(t -> t.state() == TargetState.BLOCKED));
    }

    @Test
    void discoveryOfMoreTargetsThanSlotsReachesTheAgent() {
        List<HostTarget> targets = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            targets.add(host.ready());
        }
        FifoAgent agent = host.attached();
        for (int i = 0; i < 300 && host.enclave.senders()[host.geometry.guarded()].hasMarked(); i++) {
            agent.receive();
            host.watchdog.step();
        }
        agent.receive();
        for (HostTarget target : targets) {
            assertEquals(target.sequence(), agent.known(target.id()).sequence());
        }
    }

    @Test
    void goneTargetIsReleasedOnceTheAgentIsTold() {
        HostTarget target = host.blocked();
        FifoAgent agent = host.attached().noting();
        long id = target.id();
        host.enclave.apply(target, TargetEvent.EXIT, NO_CORE);
        assertNull(host.enclave.find(id));
        agent.receive();
        assertEquals(
                MessageKind.DEPARTED,
                agent.arrived.get(agent.arrived.size() - 1).kind());
        HostTarget next = host.blocked();
        assertEquals(target.index(), next.index());
        assertEquals(TargetId.generation(id) + 1, TargetId.generation(next.id()));
        assertNull(host.enclave.find(id), "the old name finds nobody");
        assertEquals(next, host.enclave.find(next.id()));
    }

    @Test
    void goneTargetIsKeptUntilThereWasRoomToTellIt() {
        HostTarget target = host.blocked();
        HostTarget other = host.blocked();
        FifoAgent agent = host.attached();
        fillGuardedQueue(other);
        host.enclave.apply(target, TargetEvent.EXIT, NO_CORE);
        assertNotNull(host.enclave.find(target.id()));
        agent.receive();
        host.watchdog.step();
        assertNull(host.enclave.find(target.id()));
        agent.receive();
        assertEquals(TargetState.GONE, agent.known(target.id()).state());
    }

    @Test
    void goneTargetsAreReleasedAtOnceWhileNobodyIsInCharge() {
        HostTarget target = host.ready();
        host.enclave.apply(target, TargetEvent.EXIT, NO_CORE);
        assertNull(host.enclave.find(target.id()));
        assertNull(host.enclave.take(0), "its entry in the fallback's list is dropped");
    }

    @Test
    void goneTargetsThatWereNeverToldEndWithTheEpoch() {
        HostTarget target = host.blocked();
        HostTarget other = host.blocked();
        host.attached();
        fillGuardedQueue(other);
        host.enclave.apply(target, TargetEvent.EXIT, NO_CORE);
        host.watchFor(100 * SteppedHost.MILLI);
        assertEquals(0, host.enclave.epoch());
        assertNull(host.enclave.find(target.id()));
        assertFalse(host.enclave.senders()[host.geometry.guarded()].hasMarked());
    }

    @Test
    void lentCoreIsAnnouncedWithoutATarget() {
        FifoAgent agent = host.attached().noting();
        host.enclave.lendCore(1, 7);
        agent.receive();
        FifoAgent.Arrived told = only(agent);
        assertEquals(MessageKind.CORE, told.kind());
        assertEquals(7, told.dispatch());
        assertEquals(1, told.core());
        assertEquals(0, told.id());
    }

    @Test
    void messageSentWhileACoreIsAnnouncedIsNotLeftBehind() {
        HostTarget target = host.blocked();
        FifoAgent agent = host.attached();
        long second = agent.region().messages(host.geometry.guarded()).slot(1);
        // Another thread sends while the announcement holds the guard: it leaves the work to the holder.
        host.link.toNic().beforeStore(at -> at == second, () -> host.wake(target));
        host.enclave.lendCore(1, 7);
        assertFalse(host.enclave.senders()[host.geometry.guarded()].hasMarked());
        agent.receive();
        assertEquals(target.sequence(), agent.known(target.id()).sequence());
    }

    @Test
    void changeWhileAMessageIsWrittenIsSentAgain() {
        HostTarget target = host.blocked();
        FifoAgent agent = host.attached();
        long second = agent.region().messages(host.geometry.guarded()).slot(1);
        host.link
                .toNic()
                .beforeStore(at -> at == second, () -> host.enclave.apply(target, TargetEvent.CHANGE, NO_CORE));
        host.wake(target);
        agent.receive();
        assertEquals(target.sequence(), agent.known(target.id()).sequence(), "the newest state arrived");
    }

    @Test
    void senderThatStallsHarmsNoLaterOwnerOfTheRegion() {
        HostTarget target = host.blocked();
        HostTarget late = host.blocked();
        FifoAgent first = host.attached();
        FifoAgent[] second = new FifoAgent[1];
        long slot = first.region().messages(host.geometry.guarded()).slot(2);
        // A thread is stopped just before the valid word; meanwhile the agent leaves and another one comes.
        host.link.toNic().beforeStore(at -> at == slot, () -> second[0] = succeed(first));
        host.wake(target);
        for (int i = 0; i < 4; i++) {
            host.watchdog.step();
            second[0].receive();
        }
        host.enclave.apply(target, TargetEvent.CHANGE, NO_CORE);
        host.wake(late);
        second[0].receive();
        host.enclave.apply(late, TargetEvent.CHANGE, NO_CORE);
        second[0].receive();
        assertEquals(0, second[0].region().number());
        for (HostTarget each : List.of(target, late)) {
            assertEquals(each.sequence(), second[0].known(each.id()).sequence(), "a message was lost or overwritten");
        }
        assertNull(second[0].known(0), "a message about nothing");
    }

    private FifoAgent succeed(FifoAgent first) {
        first.leave();
        host.watchdog.step();
        host.watchdog.step();
        FifoAgent second = host.agent();
        for (int i = 0; i < 4; i++) {
            host.watchdog.step();
            second.receive();
        }
        return second;
    }
}
