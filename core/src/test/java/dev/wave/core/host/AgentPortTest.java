package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wave.core.agent.AgentCounters;
import dev.wave.core.agent.AgentPort;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.queue.QueueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How an agent goes round its message queues. */
class AgentPortTest {
    private static final int AT_ONCE = 64;

    private final SteppedHost host = new SteppedHost(new Geometry(2, 3, 128, 4, 8));

    private static int drain(FifoAgent agent) {
        AgentPort<AgentPort.Decidable> port = agent.port();
        int done = port.drain(agent);
        port.endStep();
        return done;
    }

    private static long corrupt(FifoAgent agent) {
        return agent.counters().get(AgentCounters.CORRUPT);
    }

    @Test
    void corruptMessageQueueIsCountedOncePerStepAndTheOthersGoOn() {
        FifoAgent agent = host.attached();
        while (drain(agent) > 0) {}
        QueueLayout queue = agent.region().messages(0);
        long next = host.link.toHost().load(queue.readLine());
        host.link.toNic().store(queue.slot(next), next + 2);
        host.ready();
        assertEquals(1, drain(agent), "of the guarded queue");
        assertEquals(1, corrupt(agent));
        assertEquals(0, drain(agent));
        assertEquals(2, corrupt(agent));
        host.link.toNic().store(queue.slot(next), 0);
        assertEquals(0, drain(agent));
        assertEquals(2, corrupt(agent), "an empty slot is none that is corrupt");
    }

    @Test
    void aStepTakesABoundedNumberFromAQueueAndTheNextOneTheRest() {
        List<HostTarget> targets = new ArrayList<>();
        for (int i = 0; i < AT_ONCE + 10; i++) {
            targets.add(host.blocked());
        }
        FifoAgent agent = host.attached();
        while (drain(agent) > 0) {}
        agent.noting();
        targets.forEach(host::wake);
        assertEquals(AT_ONCE, drain(agent));
        assertEquals(10, drain(agent));
        assertEquals(0, drain(agent));
        assertEquals(
                targets.stream().map(HostTarget::id).toList(),
                agent.arrived.stream().map(FifoAgent.Arrived::id).toList(),
                "each once, in the order of their queue");
    }

    @Test
    void whatWasTakenIsReportedBeforeTheAgentRests() {
        HostTarget target = host.blocked();
        FifoAgent agent = host.attached();
        while (drain(agent) > 0) {}
        QueueLayout guarded = agent.region().messages(host.geometry.guarded());
        long before = host.link.toHost().load(guarded.readLine());
        host.wake(target);
        assertEquals(1, drain(agent));
        assertEquals(before + 1, host.link.toHost().load(guarded.readLine()));
    }
}
