package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.agent.AgentSeat.Standing;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.SteppedLink;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the watchdog puts the fallback in charge, and what is true from then on. */
class WatchdogTest {
    private static final long DEADLINE = SteppedHost.LIMITS.silenceNanos();
    private static final long QUARTER = DEADLINE / 4;

    private final SteppedHost host = SteppedHost.ofCores(2);

    @Test
    void silentAgentLosesChargeAtTheDeadlineAndNotBefore() {
        HostTarget target = host.ready();
        FifoAgent agent = host.attached();
        host.watch(QUARTER);
        assertTrue(agent.inCharge());
        // That look still saw the beat move; silence is counted from it.
        for (int quarters = 1; quarters <= 3; quarters++) {
            host.watch(QUARTER);
            assertNotEquals(0, host.enclave.epoch(), quarters + " quarters of the deadline");
        }
        host.watch(QUARTER);
        assertEquals(0, host.enclave.epoch());
        assertEquals(1, host.watchdogCounters().get(Counters.ENDED_SILENT));
        assertEquals(0, host.link.toNic().load(LinkHeader.EPOCH));
        host.runs(0, target);
        assertEquals(1, host.enclave.counters(0).get(Counters.FALLBACK_RUNS));
        assertEquals(Standing.CLAIMING, agent.look());
        assertEquals(GrantReason.SILENT, agent.reason());
    }

    @Test
    void agentThatBeatsInEveryQuarterStays() {
        host.ready();
        FifoAgent agent = host.attached();
        for (int i = 0; i < 40; i++) {
            agent.receive();
            host.watch(QUARTER);
        }
        assertEquals(1, host.enclave.epoch());
        assertEquals(0, host.watchdogCounters().get(Counters.INTERRUPTS_REPEATED));
    }

    @Test
    void silenceIsNoFaultWhileNothingWaits() {
        HostTarget target = host.ready();
        FifoAgent agent = host.attached();
        agent.step();
        host.runs(0, target);
        host.off(target, TargetEvent.BLOCK, 0);
        agent.step();
        host.watchFor(20 * DEADLINE);
        assertEquals(1, host.enclave.epoch(), "it read everything, nothing is ready: an agent may sleep");
        assertEquals(0, host.watchdogCounters().get(Counters.INTERRUPTS_REPEATED), "and is left asleep");
    }

    @Test
    void oneUnreadMessageIsEnoughToWait() {
        FifoAgent agent = host.attached();
        HostTarget target = host.ready();
        agent.step();
        host.runs(0, target);
        host.off(target, TargetEvent.BLOCK, 0);
        host.watchFor(2 * DEADLINE);
        assertEquals(0, host.enclave.epoch());
        assertFalse(agent.look() == Standing.IN_CHARGE);
    }

    @Test
    void hostsOwnPauseDoesNotBlameTheAgent() {
        host.ready();
        host.attached();
        host.watch(QUARTER);
        for (int i = 0; i < 3; i++) {
            host.watch(100 * DEADLINE);
            assertEquals(1, host.enclave.epoch(), "a look that comes so late does not decide");
        }
        host.watch(QUARTER - 1);
        assertEquals(1, host.enclave.epoch(), "and leaves the agent a quarter of the deadline");
        host.watch(1);
        assertEquals(0, host.enclave.epoch());
    }

    @Test
    void timeBeforeAnythingWaitedIsNoSilence() {
        FifoAgent agent = host.attached();
        agent.step();
        host.watch(20 * DEADLINE);
        host.ready();
        for (int quarters = 0; quarters <= 3; quarters++) {
            host.watch(quarters == 0 ? 5 * DEADLINE : QUARTER);
            assertEquals(1, host.enclave.epoch(), quarters + " quarters since a look saw it wait");
        }
        host.watch(QUARTER);
        assertEquals(0, host.enclave.epoch());
    }

    @Test
    void looksThatAreALittleLateCountInFull() {
        host.ready();
        host.attached();
        host.watch(QUARTER);
        host.watch(2 * QUARTER);
        assertEquals(2 * QUARTER, host.watchdog.lookWithinNanos(), "the next look aims at the deadline itself");
        host.watch(2 * QUARTER);
        assertEquals(0, host.enclave.epoch());
        assertEquals(Long.MAX_VALUE, host.watchdog.lookWithinNanos());
    }

    @Test
    void interruptsAreRepeatedOnceAtHalfTheDeadline() {
        host.ready();
        FifoAgent agent = host.attached();
        SteppedLink.Line line = (SteppedLink.Line) agent.port().interrupt();
        SteppedLink.Line core = host.link.towardsHost(
                agent.region().agentInterrupt(1), agent.region().hostArmed(1));
        line.arm();
        core.arm();
        long before = line.rings();
        host.watch(QUARTER);
        host.watch(QUARTER);
        assertEquals(0, host.watchdogCounters().get(Counters.INTERRUPTS_REPEATED));
        host.watch(QUARTER);
        host.watch(QUARTER);
        assertEquals(1, host.watchdogCounters().get(Counters.INTERRUPTS_REPEATED));
        assertEquals(before + 1, line.rings());
        assertEquals(1, core.rings());
        agent.receive();
        host.watch(QUARTER);
        host.watch(QUARTER);
        host.watch(QUARTER);
        assertEquals(2, host.watchdogCounters().get(Counters.INTERRUPTS_REPEATED), "once per silence");
        assertEquals(1, host.enclave.epoch());
    }

    @Test
    void agentThatStarvesAnIdleCoreLosesCharge() {
        HostTarget target = host.ready();
        FifoAgent agent = host.attached();
        host.enclave.interrupt(0).arm();
        beatFor(agent, SteppedHost.LIMITS.starvationNanos() - QUARTER);
        assertEquals(1, host.enclave.epoch());
        beatFor(agent, 2 * QUARTER);
        assertEquals(0, host.enclave.epoch());
        assertEquals(1, host.watchdogCounters().get(Counters.ENDED_SILENT));
        host.runs(0, target);
    }

    @Test
    void waitingForBusyCoresIsNoStarvation() {
        host.ready();
        FifoAgent agent = host.attached();
        beatFor(agent, 3 * SteppedHost.LIMITS.starvationNanos());
        assertEquals(1, host.enclave.epoch());
    }

    private void beatFor(FifoAgent agent, long nanos) {
        for (long passed = 0; passed < nanos; passed += QUARTER) {
            agent.receive();
            host.watch(QUARTER);
        }
    }

    @Test
    void deadAgentIsNoticedThoughNothingWaits() {
        FifoAgent agent = host.attached();
        host.deadPids.add(agent.pid());
        host.watchFor(1_100 * SteppedHost.MILLI);
        assertEquals(1, host.watchdogCounters().get(Counters.ENDED_DEAD));
        assertEquals(0, host.enclave.epoch());
    }

    @Test
    void claimBesideADeadAgentIsGrantedThoughNobodyMissedIt() {
        FifoAgent dead = host.attached();
        host.deadPids.add(dead.pid());
        host.attach(host.agent());
        assertEquals(2, host.enclave.epoch());
        assertEquals(1, host.watchdogCounters().get(Counters.ENDED_DEAD));
        assertEquals(0, host.watchdogCounters().get(Counters.CLAIMS_REFUSED));
    }

    @Test
    void nonsenseEndsTheEpochAtTheNextLook() {
        HostTarget target = host.ready();
        FifoAgent agent = host.attached();
        host.link.toHost().store(agent.region().decisions(0).slot(0), 0x6666);
        assertNull(host.enclave.take(0));
        assertEquals(1, host.enclave.counters(0).get(Counters.CORRUPT));
        assertEquals(1, host.error(0, 1), "1: corrupt decision queue");
        host.watchdog.step();
        assertEquals(0, host.enclave.epoch());
        assertEquals(1, host.watchdogCounters().get(Counters.ENDED_NONSENSE));
        host.runs(0, target);
        assertEquals(Standing.OVER, agent.look());
        assertEquals(GrantReason.NONSENSE, agent.reason());
    }

    @Test
    void corruptQueueIsKeptWithItsBytes() {
        FifoAgent agent = host.attached();
        long slot = agent.region().decisions(0).slot(0);
        host.link.toHost().store(slot, 0x6666);
        host.link.toHost().store(slot + 16, 0x1234);
        assertNull(host.enclave.take(0));
        assertEquals(0x6666, host.error(0, 8), "the valid word, which is what was wrong");
        assertEquals(0x1234, host.error(0, 10));
    }

    @Test
    void fallbackRunsEverythingRunnableOnce() {
        List<HostTarget> ready = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ready.add(host.ready());
        }
        HostTarget blocked = host.blocked();
        FifoAgent agent = host.attached();
        agent.step();
        host.runs(0, ready.get(0));
        host.watchFor(3 * DEADLINE);
        List<HostTarget> ran = new ArrayList<>();
        for (HostTarget next = host.enclave.take(1); next != null; next = host.enclave.take(1)) {
            ran.add(next);
            host.off(next, TargetEvent.BLOCK, 1);
        }
        assertEquals(ready.subList(1, 10), ran);
        assertEquals(TargetState.RUNNING, ready.get(0).state());
        assertEquals(TargetState.BLOCKED, blocked.state());
    }

    @Test
    void lateDecisionsAfterFallbackAreAbandoned() {
        HostTarget target = host.ready();
        FifoAgent agent = host.attached();
        agent.decideAll();
        long stamp = target.sequence();
        host.watchFor(3 * DEADLINE);
        assertEquals(stamp + 1, target.sequence(), "made stale");
        host.runs(1, target);
        agent.publish(0, new FifoAgent.Bare(target.id(), stamp));
        assertNull(host.enclave.take(0));
        assertEquals(1, host.outcomes(Outcome.ABANDONED));
        assertEquals(1, host.outcomes());
        // Leaving its epoch behind, the agent checks its own books: both count as abandoned there.
        agent.look();
        assertTrue(agent.outcomes.isEmpty(), "neither got an outcome");
    }

    @Test
    void closingHandsEverythingToTheFallback() {
        HostTarget target = host.ready();
        host.attached();
        host.watchdog.close();
        host.watchdog.close();
        assertEquals(0, host.enclave.epoch());
        host.runs(0, target);
    }

    @Test
    void hostBeatGrowsWithEveryLook() {
        long before = host.link.toNic().load(LinkHeader.HOST_BEAT);
        host.watchFor(10 * QUARTER);
        assertEquals(before + 10, host.link.toNic().load(LinkHeader.HOST_BEAT));
    }

    @Test
    void lookSaysWhetherSomethingIsUnderWay() {
        assertFalse(host.watchdog.step());
        FifoAgent agent = host.agent();
        agent.look();
        assertTrue(host.watchdog.step(), "a claim");
        agent.receive();
        assertFalse(host.watchdog.step());
        host.ready();
        assertTrue(host.watchdog.step(), "a target without a decision");
    }

    @Test
    void limitsThatCannotBeKeptAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new WatchdogLimits(999_999, 5_000_000));
        assertThrows(IllegalArgumentException.class, () -> new WatchdogLimits(5_000_000, 4_999_999));
    }
}
