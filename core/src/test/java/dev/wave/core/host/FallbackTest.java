package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.SteppedLink;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import org.junit.jupiter.api.Test;

/** The host on its own, the hand-over between fallback and agent, and withdrawals. */
class FallbackTest {
    private static final int NO_CORE = TargetWord.NO_CORE;

    private final SteppedHost host = SteppedHost.ofCores(2);

    @Test
    void fallbackRunsFirstComeFirstServed() {
        HostTarget first = host.ready();
        HostTarget second = host.ready();
        host.runs(0, first);
        host.runs(1, second);
        assertNull(host.enclave.take(0));
        host.off(first, TargetEvent.YIELD, 0);
        host.runs(0, first);
        assertEquals(2, host.enclave.counters(0).get(Counters.FALLBACK_RUNS));
        assertEquals(2, first.dispatch(), "dispatches of core 0");
        assertEquals(0, host.outcomes(), "outcomes answer decisions; there were none");
    }

    @Test
    void wakeUpWhileRunningCausesOneMoreRun() {
        HostTarget target = host.ready();
        host.runs(0, target);
        host.wake(target);
        host.wake(target);
        assertEquals(TargetState.WOKEN, target.state());
        assertNull(host.enclave.take(1), "it has not let go of core 0");
        host.off(target, TargetEvent.BLOCK, 0);
        host.runs(1, target);
        host.off(target, TargetEvent.BLOCK, 1);
        assertNull(host.enclave.take(0));
        assertEquals(TargetState.BLOCKED, target.state());
    }

    @Test
    void fallbackHonoursAffinity() {
        HostTarget second = host.blocked();
        second.affinity(0b10);
        host.wake(second);
        HostTarget any = host.ready();
        host.runs(0, any);
        assertFalse(host.enclave.hasWork(0));
        host.runs(1, second);
    }

    @Test
    void sleepingCoreIsWokenForTheFallback() {
        SteppedLink.Line line = (SteppedLink.Line) host.enclave.interrupt(1);
        line.arm();
        host.ready();
        assertEquals(1, line.rings());
    }

    @Test
    void whatTheFallbackHeldIsHandedToTheAgent() {
        HostTarget left = host.ready();
        FifoAgent agent = host.attached().noting();
        // Somebody made it ready just before the epoch began, and gets round to the list only now.
        host.enclave.fallback().add(left);
        assertTrue(host.enclave.hasWork(0));
        assertNull(host.enclave.take(0), "the agent decides now");
        assertFalse(host.enclave.hasWork(0));
        agent.step();
        assertEquals(1, agent.arrived.size());
        assertEquals(1, agent.older, "it had been told already");
        host.runs(0, left);
    }

    @Test
    void epochThatEndsDuringTheHandOverLosesNobody() {
        HostTarget first = host.ready();
        HostTarget second = host.ready();
        FifoAgent agent = host.attached();
        host.enclave.fallback().add(first);
        host.enclave.fallback().add(second);
        long slot = agent.region().messages(0).slot(0);
        // The core has read that an agent is in charge; while it hands over, the watchdog takes the agent out again.
        host.link.toNic().beforeStore(at -> at == slot, host.watchdog::close);
        host.enclave.take(0);
        assertEquals(0, host.enclave.epoch());
        host.runs(0, first);
        host.runs(1, second);
    }

    @Test
    void pairWithoutARowIsRefusedLoudly() {
        HostTarget target = host.blocked();
        String message = assertThrows(
                        IllegalStateException.class, () -> host.enclave.apply(target, TargetEvent.BLOCK, 0))
                .getMessage();
        assertTrue(message.contains("BLOCKED") && message.contains("BLOCK cannot happen"), message);
        assertEquals(TargetState.BLOCKED, target.state());
    }

    @Test
    void departedTargetIsDeafToEverythingLate() {
        HostTarget target = host.blocked();
        host.enclave.apply(target, TargetEvent.EXIT, NO_CORE);
        long sequence = target.sequence();
        host.wake(target);
        host.enclave.apply(target, TargetEvent.CHANGE, NO_CORE);
        assertEquals(TargetState.GONE, target.state());
        assertEquals(sequence, target.sequence());
        assertNull(host.enclave.take(0));
    }

    @Test
    void changeMakesADecisionUnderWayStale() {
        HostTarget target = host.ready();
        FifoAgent agent = host.attached();
        agent.step();
        target.weight(9);
        host.enclave.apply(target, TargetEvent.CHANGE, NO_CORE);
        assertNull(host.enclave.take(0));
        assertEquals(1, host.outcomes(Outcome.STALE));
        agent.step();
        host.runs(0, target);
    }

    @Test
    void wakeUpLeavesADecisionUnderWayValid() {
        HostTarget target = host.ready();
        FifoAgent agent = host.attached();
        agent.step();
        host.wake(target);
        host.runs(0, target);
    }

    @Test
    void idleCoreGivesBackForABusyOne() {
        HostTarget first = host.ready();
        HostTarget second = host.ready();
        FifoAgent agent = host.attached();
        agent.receive();
        agent.decide(0, agent.known(first.id()));
        agent.decide(0, agent.known(second.id()));
        host.runs(0, first);
        agent.port().withdraw(0);
        host.enclave.idleDuties(1);
        agent.receive();
        assertEquals(1, host.outcomes(Outcome.WITHDRAWN));
        assertEquals(1, agent.outcomes.get(Outcome.WITHDRAWN));
        assertEquals(TargetState.READY, second.state());
        assertNull(host.enclave.take(0), "it is answered; the busy core does not get it a second time");
        agent.decide(1, agent.known(second.id()));
        host.runs(1, second);
    }

    /** What is asked after it armed would ring it; this was asked before, and nobody rang. */
    @Test
    void coreAboutToSleepGivesBackForABusyOne() {
        HostTarget first = host.ready();
        HostTarget second = host.ready();
        FifoAgent agent = host.attached();
        agent.decide(0, agent.known(first.id()));
        agent.decide(0, agent.known(second.id()));
        host.runs(0, first);
        agent.port().withdraw(0);
        Interrupt line = host.enclave.interrupt(1);
        line.arm();
        assertTrue(host.enclave.mayRest(1, line));
        agent.receive();
        assertEquals(1, agent.outcomes.get(Outcome.WITHDRAWN));
    }

    @Test
    void withdrawalThatComesTooLateIsCommitted() {
        HostTarget target = host.ready();
        FifoAgent agent = host.attached();
        agent.decideAll();
        host.runs(0, target);
        agent.port().withdraw(0);
        host.enclave.idleDuties(1);
        host.watchdog.step();
        agent.receive();
        assertEquals(1, agent.outcomes.get(Outcome.COMMITTED));
        assertNull(agent.outcomes.get(Outcome.WITHDRAWN), "never both");
        assertEquals(1, host.outcomes());
    }

    @Test
    void withdrawalIsAnsweredByTheCoreItselfWhenItLooks() {
        HostTarget target = host.ready();
        FifoAgent agent = host.attached();
        agent.decideAll();
        agent.port().withdraw(0);
        assertNull(host.enclave.take(0));
        assertEquals(1, host.outcomes(Outcome.WITHDRAWN));
        agent.step();
        host.runs(0, target);
    }

    @Test
    void withdrawalCoversOnlyWhatWasPublishedBefore() {
        HostTarget target = host.ready();
        FifoAgent agent = host.attached();
        agent.port().withdraw(0);
        agent.step();
        host.enclave.idleDuties(1);
        host.runs(0, target);
    }

    @Test
    void sleepingAgentIsWokenByAnAnsweredWithdrawal() {
        host.ready();
        FifoAgent agent = host.attached();
        agent.decideAll();
        agent.port().withdraw(0);
        SteppedLink.Line line = (SteppedLink.Line) agent.port().interrupt();
        line.arm();
        long before = line.rings();
        host.enclave.idleDuties(1);
        assertEquals(1, host.outcomes(Outcome.WITHDRAWN));
        assertTrue(line.rings() > before, "it decides nothing about the target before it hears");
    }

    @Test
    void sleepingAgentIsWokenByEveryMessage() {
        FifoAgent agent = host.attached();
        SteppedLink.Line line = (SteppedLink.Line) agent.port().interrupt();
        line.arm();
        long before = line.rings();
        host.ready();
        assertEquals(before + 1, line.rings());
    }

    @Test
    void agentsWordIsNotTakenForTargetsOfTheFallback() {
        HostTarget target = host.ready();
        FifoAgent agent = host.attached();
        agent.step();
        host.watchdog.close();
        host.runs(1, target);
        assertNull(host.enclave.take(0));
        assertEquals(1, host.outcomes(Outcome.ABANDONED));
        assertEquals(0, host.enclave.counters(1).get(Outcome.COMMITTED.code() - 1));
    }
}
