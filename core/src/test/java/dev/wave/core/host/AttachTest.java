package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.agent.AgentSeat.Standing;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.GrantState;
import dev.wave.core.protocol.MessageKind;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How agents come into charge and out of it again (docs/protocol.md, section 3.3). */
class AttachTest {
    /** The watchdog asks who is still alive in this time, also while nothing is under way. */
    private static final long LOOKS_AT_PROCESSES = 1_100 * SteppedHost.MILLI;

    private final SteppedHost host = SteppedHost.ofCores(2);

    private RegionLayout region(int number) {
        return new RegionLayout(host.geometry, number);
    }

    private GrantState grantState(int number) {
        return GrantState.of(host.link.toNic().load(region(number).hostGrant() + RegionLayout.GRANT_STATE));
    }

    private long claim(int number, long word) {
        return host.link.toHost().load(region(number).agentClaim() + word);
    }

    @Test
    void claimLineHoldsWhatThePageSays() {
        FifoAgent agent = host.agent();
        agent.look();
        assertNotEquals(0, claim(0, 0), "nonce");
        assertEquals(agent.pid(), claim(0, 8));
        assertEquals(2, claim(0, 16), "version");
        assertEquals(0, claim(0, 24), "flags");
        assertEquals(0, claim(0, 40), "accepted");
        FifoAgent replacing = host.agent(true);
        replacing.look();
        assertEquals(1, claim(1, 24), "bit 0: replace a live agent");
    }

    @Test
    void agentIsGrantedAnEpochAndToldEveryTarget() {
        HostTarget blocked = host.blocked();
        HostTarget ready = host.ready();
        HostTarget running = host.ready();
        HostTarget first = host.enclave.take(0);
        assertEquals(ready, first);
        host.off(first, TargetEvent.YIELD, 0);
        host.runs(1, running);
        FifoAgent agent = host.agent().noting();
        host.attach(agent);
        assertEquals(1, agent.epoch());
        assertEquals(1, host.link.toNic().load(LinkHeader.EPOCH));
        assertEquals(1, host.watchdogCounters().get(Counters.EPOCHS));
        assertEquals(3, host.watchdogCounters().get(Counters.DISCOVERED));
        assertEquals(
                List.of(blocked, ready, running).stream().map(HostTarget::id).toList(), ids(agent));
        for (HostTarget target : List.of(blocked, ready, running)) {
            assertEquals(target.sequence(), agent.known(target.id()).sequence());
            assertEquals(target.state(), agent.known(target.id()).state());
        }
        assertTrue(agent.arrived.stream().allMatch(m -> m.kind() == MessageKind.DISCOVERED));
        assertEquals(1, agent.arrived.get(2).core(), "where the running one is");
        assertEquals(running.dispatch(), agent.arrived.get(2).dispatch());
    }

    private static List<Long> ids(FifoAgent agent) {
        return agent.arrived.stream().map(FifoAgent.Arrived::id).toList();
    }

    @Test
    void agentThatStoodStillWhileItsGrantCameAndWentComesBack() {
        host.ready();
        FifoAgent agent = host.agent();
        agent.look();
        host.watchFor(3 * SteppedHost.LIMITS.silenceNanos());
        assertEquals(0, host.enclave.epoch(), "granted, and lost again, before the agent looked");
        assertEquals(1, host.watchdogCounters().get(Counters.ENDED_SILENT));
        agent.look();
        assertEquals(GrantReason.SILENT, agent.reason());
        assertEquals(Standing.CLAIMING, agent.standing());
        host.attach(agent);
        assertEquals(2, host.enclave.epoch());
    }

    @Test
    void secondAgentIsRefusedWhileOneIsInCharge() {
        FifoAgent first = host.attached();
        FifoAgent second = host.agent();
        second.look();
        assertEquals(1, second.region().number());
        host.watchdog.step();
        assertEquals(GrantState.REFUSED, grantState(1));
        assertEquals(Standing.OVER, second.look());
        assertEquals(GrantReason.IN_CHARGE, second.reason());
        assertEquals(1, host.watchdogCounters().get(Counters.CLAIMS_REFUSED));
        host.watchdog.step();
        assertEquals(GrantState.FREE, grantState(1), "the refused one gave its region back");
        first.receive();
        assertTrue(first.inCharge());
    }

    @Test
    void replacingAgentTakesOverFromALiveOne() {
        HostTarget target = host.ready();
        FifoAgent first = host.attached();
        first.decideAll();
        FifoAgent second = host.agent(true);
        host.attach(second);
        assertEquals(2, second.epoch());
        assertEquals(Standing.OVER, first.look());
        assertEquals(GrantReason.REPLACED, first.reason());
        assertEquals(1, first.outcomes.getOrDefault(Outcome.ABANDONED, 0) + host.outcomes(Outcome.ABANDONED));
        assertEquals(1, host.watchdogCounters().get(Counters.ENDED_REPLACED));
        assertNull(host.enclave.take(0), "what the first decided no longer counts");
        second.step();
        host.runs(0, target);
    }

    @Test
    void claimOfWhoDiedMeanwhileTakesNothingFromALiveAgent() {
        FifoAgent first = host.attached();
        FifoAgent dead = host.agent(true);
        dead.look();
        host.deadPids.add(dead.pid());
        host.watchdog.step();
        assertEquals(GrantState.REFUSED, grantState(1));
        assertEquals(Standing.IN_CHARGE, first.look());
        assertEquals(first.epoch(), host.enclave.epoch());
        assertEquals(0, host.watchdogCounters().get(Counters.ENDED_REPLACED));
        host.watchFor(LOOKS_AT_PROCESSES);
        assertEquals(GrantState.FREE, grantState(1), "nobody keeps its region");
    }

    @Test
    void regionOfAnAgentThatLeftIsGivenOutAgain() {
        FifoAgent first = host.attached();
        first.leave();
        host.watchdog.step();
        assertEquals(0, host.enclave.epoch());
        assertEquals(1, host.watchdogCounters().get(Counters.ENDED_LEFT));
        host.watchdog.step();
        assertEquals(GrantState.FREE, grantState(0));
        FifoAgent second = host.attached();
        assertEquals(0, second.region().number());
        assertEquals(2, second.epoch());
    }

    @Test
    void regionOfADeadOwnerIsGivenOutAgain() {
        FifoAgent first = host.attached();
        host.deadPids.add(first.pid());
        host.watchFor(LOOKS_AT_PROCESSES);
        assertEquals(1, host.watchdogCounters().get(Counters.ENDED_DEAD));
        host.watchFor(LOOKS_AT_PROCESSES);
        assertEquals(GrantState.FREE, grantState(0));
        assertEquals(0, host.attached().region().number());
    }

    @Test
    void regionOfAPausedOwnerIsNotReusedUntilItLeaves() {
        host.ready();
        FifoAgent paused = host.attached();
        host.watchFor(30 * SteppedHost.MILLI);
        assertEquals(1, host.watchdogCounters().get(Counters.ENDED_SILENT));
        host.watchFor(500 * SteppedHost.MILLI);
        assertEquals(GrantState.REVOKED, grantState(0));
        FifoAgent next = host.attached();
        assertEquals(1, next.region().number());
        // It wakes up, sees that it was revoked, and gives the region back before it asks again.
        assertEquals(Standing.CLAIMING, paused.look());
        paused.look();
        host.watchdog.step();
        assertEquals(GrantState.FREE, grantState(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void regionOfADeadOwnerIsFreedBesideThatOfAPausedOne(int dead) {
        host.ready();
        FifoAgent[] agents = new FifoAgent[2];
        for (int i = 0; i < 2; i++) {
            agents[i] = host.attached();
            host.watchFor(30 * SteppedHost.MILLI);
        }
        host.deadPids.add(agents[dead].pid());
        host.watchFor(2 * LOOKS_AT_PROCESSES);
        assertEquals(GrantState.FREE, grantState(dead), "its owner is dead");
        assertEquals(GrantState.REVOKED, grantState(1 - dead), "its owner is only paused");
    }

    @Test
    void agentWaitsWhileEveryRegionIsHeld() {
        host.ready();
        for (int i = 0; i < host.geometry.regions(); i++) {
            host.attached();
            host.watchFor(30 * SteppedHost.MILLI);
        }
        FifoAgent late = host.agent();
        assertEquals(Standing.CLAIMING, late.look());
        assertNull(late.region());
        host.watchdog.step();
        assertEquals(Standing.CLAIMING, late.look());
    }

    @ParameterizedTest
    @CsvSource({"8, 0, MALFORMED", "24, 2, MALFORMED", "24, -1, MALFORMED", "16, 3, VERSION", "16, 0, VERSION"})
    void claimThatCannotBeReadIsRefused(long word, long value, GrantReason reason) {
        FifoAgent agent = host.agent();
        // A malformed one may have been mixed with another's, so it is made anew a few times.
        for (int i = 0; i < 40 && agent.look() == Standing.CLAIMING; i++) {
            if (agent.region() != null) {
                host.link.toHost().store(agent.region().agentClaim() + word, value);
            }
            host.watchdog.step();
        }
        assertEquals(reason, agent.reason());
        assertEquals(Standing.OVER, agent.standing());
        assertEquals(0, host.enclave.epoch());
        int code = reason == GrantReason.MALFORMED ? 6 : 7;
        assertEquals(code, host.error(0, 1), "6: malformed claim, 7: another version");
        assertEquals(value, host.error(0, 8 + (int) word / 8), "with what it said");
    }

    @Test
    void claimThatIsOverwrittenBeforeItsAnswerMovesOn() {
        FifoAgent first = host.agent();
        FifoAgent second = host.agent();
        // The second looked at the claim line before the first wrote it, and writes after it.
        host.link.toHost().beforeStore(at -> at == region(0).agentClaim(), first::look);
        second.look();
        host.watchdog.step();
        assertEquals(Standing.IN_CHARGE, second.look());
        first.look();
        first.look();
        assertEquals(1, first.region().number());
        host.watchdog.step();
        first.look();
        assertEquals(GrantReason.IN_CHARGE, first.reason());
    }

    @Test
    void claimThatIsOverwrittenAfterItsGrantLetsBothClaimAnew() {
        FifoAgent first = host.agent();
        FifoAgent second = host.agent();
        host.link.toHost().beforeStore(at -> at == region(0).agentClaim(), () -> host.attach(first));
        second.look();
        host.watchdog.step();
        assertEquals(1, host.watchdogCounters().get(Counters.ENDED_LEFT));
        for (int i = 0; i < 10; i++) {
            host.watchFor(5 * SteppedHost.MILLI);
            first.receive();
            second.receive();
        }
        assertTrue(first.inCharge() || second.inCharge());
        FifoAgent other = first.inCharge() ? second : first;
        assertEquals(Standing.OVER, other.standing(), "it was refused, and does not wait for ever");
        assertEquals(GrantReason.IN_CHARGE, other.reason());
    }

    @Test
    void agentThatWasSilentComesBackUnderANewEpoch() {
        HostTarget target = host.ready();
        FifoAgent agent = host.attached();
        host.watchFor(30 * SteppedHost.MILLI);
        for (int i = 0; i < 4; i++) {
            agent.step();
            host.watchdog.step();
        }
        assertTrue(agent.inCharge());
        assertEquals(2, agent.epoch());
        assertEquals(target, host.enclave.take(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, RegionLayout.GRANT_EPOCH, RegionLayout.GRANT_STATE, RegionLayout.GRANT_REASON})
    void agentThatLooksInTheMiddleOfARevocationKnowsTheReason(long word) {
        host.ready();
        FifoAgent agent = host.attached();
        long line = region(0).hostGrant();
        host.link.toNic().beforeStore(at -> at == line + word, agent::look);
        host.watchFor(30 * SteppedHost.MILLI);
        agent.look();
        assertEquals(GrantReason.SILENT, agent.reason());
        assertEquals(Standing.CLAIMING, agent.standing(), "silence is worth coming back from");
    }

    @Test
    void revokedAgentWritesNothingAfterItGaveTheRegionBack() {
        host.ready();
        FifoAgent agent = host.attached();
        agent.decideAll();
        host.watchFor(30 * SteppedHost.MILLI);
        RegionLayout held = region(0);
        long[] storesAfterwards = {0};
        watchStores(held, storesAfterwards);
        agent.look();
        agent.look();
        assertEquals(0, claim(0, RegionLayout.NONCE), "it gave the region back");
        assertEquals(0, storesAfterwards[0], "by then the region may belong to somebody else");
    }

    /** Counts stores into the agent's part of a region while its nonce is 0. */
    private void watchStores(RegionLayout region, long[] count) {
        host.link
                .toHost()
                .beforeStore(
                        at -> {
                            boolean inside = at >= region.agentClaim() && at < region.agentEnd();
                            count[0] += inside && host.link.toHost().load(region.agentClaim()) == 0 ? 1 : 0;
                            return false;
                        },
                        () -> {});
    }

    @Test
    void hostThatClosesEndsTheAgent() {
        FifoAgent agent = host.attached();
        host.watchdog.close();
        assertEquals(Standing.OVER, agent.look());
        assertEquals(GrantReason.HOST_CLOSED, agent.reason());
        host.enclave.close();
        FifoAgent late = host.agent();
        assertEquals(Standing.OVER, late.look());
        assertEquals(GrantReason.HOST_CLOSED, late.reason());
    }

    @Test
    void nothingIsReadBeforeTheNewOwnerPreparedItsPart() {
        HostTarget target = host.ready();
        FifoAgent first = host.attached();
        first.decideAll();
        host.deadPids.add(first.pid());
        host.watchFor(2 * LOOKS_AT_PROCESSES);
        assertEquals(1, host.outcomes(Outcome.ABANDONED));
        // The dead one's decision still lies in the region when the next agent is granted it.
        FifoAgent second = host.agent();
        second.look();
        host.watchdog.step();
        assertEquals(2, host.enclave.epoch());
        assertNull(host.enclave.take(0));
        assertEquals(0, host.outcomes(Outcome.OLD_EPOCH));
        second.step();
        assertEquals(0, second.region().number());
        host.runs(0, target);
    }

    @Test
    void lateDecisionsOfAReplacedAgentChangeNothing() {
        HostTarget target = host.ready();
        FifoAgent first = host.attached();
        FifoAgent second = host.agent(true);
        host.attach(second);
        long sequence = target.sequence();
        first.publish(0, new FifoAgent.Bare(target.id(), sequence));
        assertNull(host.enclave.take(0));
        assertEquals(sequence, target.sequence());
        assertEquals(TargetState.READY, target.state());
        assertEquals(0, host.outcomes());
    }

    @Test
    void agentSpeaksTheNewestVersionThatBothKnow() {
        host.link.toNic().store(LinkHeader.VERSIONS, 0L | 1L << 32);
        host.agent().look();
        assertEquals(1, claim(0, RegionLayout.VERSION), "the host knows no newer one");
        assertEquals(2, LinkHeader.spoken(1L | 9L << 32), "this side knows no newer one");
        assertEquals(0, LinkHeader.spoken(0L | 0L << 32));
    }

    @Test
    void coresThatSleepInFallbackAreWokenWhenAnAgentComes() {
        var line = host.link.towardsHost(region(0).agentInterrupt(0), region(0).hostArmed(0));
        host.enclave.interrupt(0).arm();
        HostTarget target = host.blocked();
        FifoAgent agent = host.attached();
        host.wake(target);
        agent.step();
        long rings = line.rings();
        assertTrue(rings > 0, "the core sleeps on, on an interrupt that nobody rings in epoch " + agent.epoch());
    }
}
