package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.wave.core.agent.AgentCounters;
import dev.wave.core.host.HostTarget;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetWord;
import dev.wave.threads.policy.EarliestDeadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deadlines through the whole agent: order, recall of what was staged, preemption. */
class EarliestDeadlineTest {
    private final HostModel host = new HostModel("deadlines", 1);
    private ThreadAgent agent;

    @BeforeEach
    void attach() {
        agent = host.attached(new EarliestDeadline(), AgentOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private HostTarget due(long deadlineNanos) {
        HostTarget target = host.thread();
        target.deadlineNanos(deadlineNanos);
        host.wake(target);
        host.settle(agent);
        return target;
    }

    private HostTarget next() {
        host.off(0, TargetEvent.EXIT);
        HostTarget taken = host.take(0);
        host.settle(agent);
        return taken;
    }

    @Test
    void urgentThreadOvertakesTheStagedOneAndNothingIsLost() {
        HostTarget running = due(10);
        assertSame(running, host.take(0));
        host.settle(agent);
        HostTarget late = due(500);
        HostTarget urgent = due(50);
        HostTarget none = due(0);
        assertSame(urgent, next(), "though the other one was staged first");
        assertEquals(1, host.outcomes(Outcome.WITHDRAWN));
        assertSame(late, next());
        assertSame(none, next());
        HostModel.checkBalance(agent.counters(), 0);
    }

    @Test
    void nothingIsAskedBackFromAnIdleCoreSoThatSomebodyStarts() {
        HostTarget first = due(500);
        due(400);
        due(10);
        assertEquals(
                0, agent.counters().get(AgentCounters.WITHDRAWALS), "two staged would ask each other back for ever");
        assertSame(first, host.take(0));
    }

    @Test
    void runningThreadGivesWayToAnEarlierDeadlineOnly() {
        HostTarget running = due(100);
        assertSame(running, host.take(0));
        host.settle(agent);
        due(200);
        assertNotEquals(running.dispatch(), host.asked(0), "a later deadline waits");
        HostTarget urgent = due(20);
        assertEquals(running.dispatch(), host.asked(0));
        host.off(0, TargetEvent.PREEMPT);
        assertSame(urgent, host.take(0));
        host.settle(agent);
        assertSame(running, next(), "it keeps its place before the later one");
    }

    @Test
    void deadlineGivenWhileItWaitsMovesTheThread() {
        due(10);
        host.take(0);
        host.settle(agent);
        HostTarget first = due(100);
        HostTarget second = due(200);
        second.deadlineNanos(50);
        host.enclave.apply(second, TargetEvent.CHANGE, TargetWord.NO_CORE);
        host.settle(agent);
        assertSame(second, next());
        assertSame(first, next());
        host.off(0, TargetEvent.EXIT);
        assertNull(host.take(0));
    }
}
