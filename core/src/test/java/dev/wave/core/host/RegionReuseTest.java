package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.wave.core.agent.AgentSeat.Standing;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.GrantState;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.queue.QueueLayout;
import org.junit.jupiter.api.Test;

/** No process can close all regions for good, whatever it claims to be. */
class RegionReuseTest {
    private static final long LOOKS_AT_PROCESSES = 500 * SteppedHost.MILLI;

    private final SteppedHost host = SteppedHost.ofCores(2);

    private RegionLayout region(int number) {
        return new RegionLayout(host.geometry, number);
    }

    private GrantState grantState(int number) {
        return GrantState.of(host.link.toNic().load(region(number).hostGrant() + RegionLayout.GRANT_STATE));
    }

    @Test
    void regionsHeldByOwnersThatNeverLeaveAreGivenOutAgainInTheEnd() {
        host.ready();
        for (int i = 0; i < host.geometry.regions(); i++) {
            host.attached();
            host.watchFor(30 * SteppedHost.MILLI);
        }
        FifoAgent late = host.agent();
        assertEquals(Standing.CLAIMING, late.look());
        host.watchFor(9_000 * SteppedHost.MILLI);
        late.look();
        assertNull(late.region());
        host.watchFor(2_000 * SteppedHost.MILLI);
        late.look();
        assertEquals(0, late.region().number(), "the one closed longest");
        host.watchdog.step();
        assertEquals(Standing.IN_CHARGE, late.look());
    }

    /** Its grant line speaks of another's epoch by then, and gives no reason for the end of its own. */
    @Test
    void agentThatStoodStillUntilItsRegionWasGivenAwayClaimsAnew() {
        host.ready();
        FifoAgent stopped = host.attached();
        host.watchFor(30 * SteppedHost.MILLI);
        for (int i = 1; i < host.geometry.regions(); i++) {
            host.attached();
            host.watchFor(30 * SteppedHost.MILLI);
        }
        host.watchFor(11_000 * SteppedHost.MILLI);
        assertEquals(0, host.attached().region().number(), "the one closed longest");
        assertEquals(Standing.CLAIMING, stopped.look());
        assertEquals(GrantReason.SILENT, stopped.reason());
    }

    @Test
    void refusedRegionIsGivenOutAgainThoughItsClaimantNeverReadsTheAnswer() {
        FifoAgent scribble = host.agent();
        scribble.look();
        host.link.toHost().store(region(0).agentClaim() + RegionLayout.FLAGS, 0x66);
        host.watchdog.step();
        assertEquals(GrantState.REFUSED, grantState(0));
        host.watchFor(1_000 * SteppedHost.MILLI);
        assertEquals(GrantState.FREE, grantState(0));
        assertEquals(0, host.attached().region().number());
    }

    /** Two agents wrote into one claim line in the same instant: the nonce of the one that replaces, the flags of the one that does not. */
    @Test
    void claimMixedWithAnothersIsMadeAnew() {
        host.attached();
        FifoAgent newcomer = host.agent(true);
        newcomer.look();
        long line = newcomer.region().agentClaim();
        host.link.toHost().store(line + RegionLayout.FLAGS, 0);
        host.watchdog.step();
        assertEquals(1, host.enclave.epoch(), "nobody was replaced by half a claim");
        assertEquals(Standing.CLAIMING, newcomer.look(), "and nobody gave up for another's flags");
        newcomer.look();
        host.watchdog.step();
        assertEquals(Standing.IN_CHARGE, newcomer.look());
    }

    /** It looks at the nonce that is answered, then at the state; the other way round, the state it saw would be older than the grant. */
    @Test
    void regionThatIsGivenAwayWhileItIsLookedAtIsNotClaimed() {
        FifoAgent first = host.agent();
        first.look();
        long claim = host.link.toHost().load(region(0).agentClaim());
        FifoAgent late = host.agent();
        host.link.toNic().beforeLoad(at -> at == region(0).hostGrant(), host.watchdog::step);
        late.look();
        assertEquals(1, host.enclave.epoch());
        assertEquals(claim, host.link.toHost().load(region(0).agentClaim()), "somebody wrote over it");
        assertEquals(Standing.IN_CHARGE, first.look());
    }

    /** Otherwise messages would be written over others that nobody has read, and the new agent make sense of nothing. */
    @Test
    void readLineThatAFormerOwnerLeftPromisesNoRoom() {
        QueueLayout guarded = region(0).messages(host.geometry.guarded());
        host.link.toHost().store(guarded.readLine(), 40);
        host.link.toHost().store(guarded.readLine() + 8, 1);
        for (int i = 0; i < 100; i++) {
            host.ready();
        }
        FifoAgent agent = host.attached();
        for (int i = 0; i < 10; i++) {
            host.watch(SteppedHost.MILLI);
            agent.receive();
        }
        assertEquals(100, agent.knownTargets());
    }

    @Test
    void ownerIsWhoTheAnsweredClaimNamedWhateverStandsThereLater() {
        host.ready();
        FifoAgent dead = host.attached();
        host.watchFor(30 * SteppedHost.MILLI);
        host.link.toHost().store(region(0).agentClaim() + RegionLayout.PID, 1);
        host.deadPids.add(dead.pid());
        host.watchFor(2 * LOOKS_AT_PROCESSES);
        assertEquals(GrantState.FREE, grantState(0));
    }
}
