package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.protocol.MessageKind;
import dev.wave.core.protocol.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cores that come into use and go out of it, with and without an agent, and what affinities mean then. */
class CoresTest {
    private final SteppedHost host = SteppedHost.ofCores(3);

    private List<FifoAgent.Arrived> aboutCores(FifoAgent agent) {
        agent.receive();
        return agent.arrived.stream()
                .filter(message -> message.kind() == MessageKind.CORE)
                .toList();
    }

    @Test
    void coreOutOfUseTakesNothingFromTheFallback() {
        HostTarget target = host.ready();
        assertTrue(host.enclave.setOnline(1, false));
        assertFalse(host.enclave.hasWork(1));
        assertNull(host.enclave.take(1));
        host.runs(0, target);
    }

    @Test
    void lastCoreInUseStaysInUse() {
        assertTrue(host.enclave.setOnline(0, false));
        assertTrue(host.enclave.setOnline(2, false));
        assertFalse(host.enclave.setOnline(1, false));
        assertTrue(host.enclave.online(1));
        assertTrue(host.enclave.setOnline(0, false), "it is out of use already");
    }

    @Test
    void decisionForACoreOutOfUseComesBack() {
        HostTarget target = host.ready();
        FifoAgent agent = host.attached();
        agent.step();
        host.enclave.setOnline(0, false);
        host.enclave.setOnline(1, false);
        assertNull(host.enclave.take(0));
        host.watchdog.step();
        agent.receive();
        assertEquals(host.outcomes(), host.outcomes(Outcome.WITHDRAWN));
        assertEquals(1, host.outcomes());
        assertEquals(dev.wave.core.protocol.TargetState.READY, target.state());
    }

    @Test
    void conditionIsToldOnceAndAgainToTheNextAgent() {
        FifoAgent first = host.attached().noting();
        host.enclave.setOnline(2, false);
        host.watchdog.step();
        host.watchdog.step();
        assertEquals(1, aboutCores(first).size());
        first.leave();
        host.watchdog.step();
        FifoAgent second = host.agent().noting();
        host.attach(second);
        List<FifoAgent.Arrived> told = aboutCores(second);
        assertEquals(1, told.size());
        assertEquals(2, told.getFirst().core());
    }

    @Test
    void conditionThatFindsNoRoomIsToldLater() {
        FifoAgent agent = host.attached().noting();
        for (int i = 0; i < 64; i++) {
            host.blocked();
            host.ready();
        }
        host.enclave.setOnline(1, false);
        agent.receive();
        host.watchdog.step();
        assertEquals(1, aboutCores(agent).size(), "the queue of 64 was full at first");
    }

    @Test
    void boundTargetWaitsWithItsCoresOnly() {
        HostTarget bound = host.blocked();
        bound.affinity(0b110);
        host.wake(bound);
        assertFalse(host.enclave.hasWork(0), "or an idle core would turn over what it may not run");
        assertNull(host.enclave.take(0));
        assertTrue(host.enclave.hasWork(1));
        host.runs(2, bound);
        assertNull(host.enclave.take(1), "one entry too many is dropped");
    }

    @Test
    void boundTargetMovesWhenItsCoreGoes() {
        HostTarget bound = host.blocked();
        bound.affinity(0b010);
        host.wake(bound);
        host.enclave.setOnline(1, false);
        assertNull(host.enclave.take(0));
        host.watchdog.step();
        host.runs(0, bound);
    }

    @Test
    void affinityThatNamesNoCoreCountsAsNone() {
        HostTarget bound = host.blocked();
        bound.affinity(1L << 40);
        host.wake(bound);
        host.runs(1, bound);
    }

    @Test
    void boundAndUnboundTargetsTakeTurns() {
        for (int i = 0; i < 4; i++) {
            HostTarget bound = host.blocked();
            bound.affinity(0b001);
            host.wake(bound);
            host.ready();
        }
        int boundOnes = 0;
        for (int i = 0; i < 4; i++) {
            boundOnes += host.enclave.take(0).affinity() == 0 ? 0 : 1;
        }
        assertEquals(2, boundOnes);
    }

    @Test
    void leftoversOfSleepingCoresAreHandedToTheAgentByTheWatchdog() {
        HostTarget bound = host.blocked();
        bound.affinity(0b100);
        host.wake(bound);
        FifoAgent agent = host.attached();
        host.enclave.fallback().add(bound);
        assertTrue(host.enclave.hasWork(2));
        host.watchdog.step();
        agent.receive();
        assertEquals(bound.sequence(), agent.known(bound.id()).sequence());
        assertFalse(host.enclave.hasWork(2));
    }
}
