package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.agent.AgentCounters;
import dev.wave.core.host.HostTarget;
import dev.wave.core.link.Interrupt;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetWord;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.policy.Shinjuku;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The agent against a host of which the test makes every move: decisions, staging, withdrawal, preemption, sleep. */
class ThreadAgentTest {
    private static final long SLICE = 30_000;
    private static final AgentOptions NO_PRESTAGE = AgentOptions.DEFAULT.withPrestage(0);

    private final HostModel host = new HostModel("agent-test", 2);
    private final Story story = new Story(new Fifo());

    @AfterEach
    void closeHost() {
        host.close();
    }

    /** One thread runs on each core. */
    private HostTarget[] busyCores(ThreadAgent agent) {
        host.readyThread();
        host.readyThread();
        host.settle(agent);
        HostTarget[] running = {host.take(0), host.take(1)};
        assertNotNull(running[0]);
        assertNotNull(running[1]);
        host.settle(agent);
        return running;
    }

    @Test
    void readyThreadGoesToAnIdleCoreAndComesBack() {
        ThreadAgent agent = host.attached(story, AgentOptions.DEFAULT);
        HostTarget thread = host.readyThread();
        host.settle(agent);
        assertSame(thread, host.take(0));
        host.off(0, TargetEvent.YIELD);
        host.settle(agent);
        assertEquals(List.of("created 0", "ready 0", "picked 0", "yielded 0", "picked 0"), story.drain());
        assertSame(thread, host.take(0));
        host.off(0, TargetEvent.EXIT);
        host.settle(agent);
        assertEquals(List.of("departed 0"), story.drain());
        HostModel.checkBalance(agent.counters(), 0);
    }

    @Test
    void prestagingPutsOneDecisionAheadOfABusyCore() {
        ThreadAgent agent = host.attached(story, AgentOptions.DEFAULT);
        busyCores(agent);
        for (int i = 0; i < 5; i++) {
            host.readyThread();
        }
        host.settle(agent);
        assertEquals(4, agent.counters().get(AgentCounters.DECISIONS), "two running, one staged for each core");
        host.off(0, TargetEvent.BLOCK);
        assertNotNull(host.take(0), "the staged one, without asking the agent");
        HostModel.checkBalance(agent.counters(), 2);
    }

    @Test
    void withoutPrestagingABusyCoreGetsNothing() {
        ThreadAgent agent = host.attached(story, NO_PRESTAGE);
        busyCores(agent);
        host.readyThread();
        host.settle(agent);
        assertEquals(2, agent.counters().get(AgentCounters.DECISIONS));
        host.off(0, TargetEvent.BLOCK);
        assertNull(host.take(0));
        host.settle(agent);
        assertNotNull(host.take(0));
    }

    @Test
    void idleCoreIsRungForItsDecision() {
        ThreadAgent agent = host.attached(story, AgentOptions.DEFAULT);
        long ticket = host.enclave.interrupt(0).arm();
        host.readyThread();
        host.settle(agent);
        assertNotEquals(ticket, host.ring(0));
    }

    /** The narrow race: the core comes to rest after the agent has looked and before it publishes what it stages. */
    @Test
    void coreThatFallsAsleepWhileSomethingIsStagedForItIsRung() {
        ThreadAgent agent = host.attached(story, AgentOptions.DEFAULT);
        busyCores(agent);
        host.readyThread();
        long[] ticket = new long[1];
        story.whenPicking = () -> {
            story.whenPicking = () -> {};
            host.off(0, TargetEvent.BLOCK);
            assertNull(host.take(0));
            ticket[0] = host.enclave.interrupt(0).arm();
            assertFalse(host.enclave.hasWork(0), "the core sleeps now");
        };
        host.settle(agent);
        assertTrue(host.enclave.hasWork(0), "its next thread was staged");
        assertNotEquals(ticket[0], host.ring(0), "a decision waits, and its core sleeps on");
    }

    @Test
    void stagedThreadMovesToACoreThatIdles() {
        ThreadAgent agent = host.attached(story, AgentOptions.DEFAULT);
        HostTarget[] busy = busyCores(agent);
        HostTarget waiting = host.readyThread();
        host.settle(agent);
        assertEquals(3, agent.counters().get(AgentCounters.DECISIONS));
        assertSame(busy[0], host.on(0));
        // It was staged for core 0; core 1 becomes idle, and answers core 0's withdrawal.
        host.off(1, TargetEvent.BLOCK);
        assertNull(host.take(1));
        host.settle(agent);
        host.enclave.idleDuties(1);
        host.settle(agent);
        assertEquals(1, host.outcomes(Outcome.WITHDRAWN));
        assertSame(waiting, host.take(1));
        host.settle(agent);
        assertTrue(story.drain().contains("returned 2"));
        HostModel.checkBalance(agent.counters(), 0);
    }

    /** The agent asks for it back when the core has looked around for the last time but one. */
    @Test
    void coreThatFallsAsleepAnswersForABusyOneFirst() {
        ThreadAgent agent = host.attached(story, AgentOptions.DEFAULT);
        busyCores(agent);
        HostTarget waiting = host.readyThread();
        host.settle(agent);
        host.off(1, TargetEvent.BLOCK);
        assertNull(host.take(1));
        host.settle(agent);
        assertEquals(1, agent.counters().get(AgentCounters.WITHDRAWALS));
        Interrupt line = host.enclave.interrupt(1);
        long ticket = line.arm();
        assertTrue(host.enclave.mayRest(1, line), "it has nothing to run yet");
        assertEquals(1, host.outcomes(Outcome.WITHDRAWN));
        host.settle(agent);
        assertNotEquals(ticket, host.ring(1), "it is rung for what it gave back");
        assertSame(waiting, host.take(1));
    }

    @Test
    void threadForWhichACoreWasAskedToGiveWayStaysThere() {
        ThreadAgent agent = host.attached(new Shinjuku(SLICE), AgentOptions.DEFAULT);
        HostTarget[] busy = busyCores(agent);
        HostTarget waiting = host.readyThread();
        host.nanos += SLICE;
        host.settle(agent);
        assertEquals(busy[0].dispatch(), host.asked(0));
        host.off(1, TargetEvent.BLOCK);
        host.settle(agent);
        assertEquals(0, agent.counters().get(AgentCounters.WITHDRAWALS), "core 0 is about to take it");
        host.off(0, TargetEvent.PREEMPT);
        assertSame(waiting, host.take(0));
    }

    @Test
    void readyThreadIsStagedBehindWhatRunsRatherThanBehindWhatHasNotStarted() {
        ThreadAgent agent = host.attached(story, AgentOptions.DEFAULT);
        host.readyThread();
        host.readyThread();
        host.settle(agent);
        assertNotNull(host.take(1));
        host.settle(agent);
        HostTarget waiting = host.readyThread();
        host.settle(agent);
        host.off(1, TargetEvent.BLOCK);
        assertSame(waiting, host.take(1));
    }

    @Test
    void idleCoreDoesNotAskForAThreadItMayNotRun() {
        ThreadAgent agent = host.attached(story, AgentOptions.DEFAULT);
        busyCores(agent);
        HostTarget bound = host.thread();
        bound.affinity(1);
        host.wake(bound);
        host.settle(agent);
        host.off(1, TargetEvent.BLOCK);
        assertNull(host.take(1));
        for (int i = 0; i < 200; i++) {
            agent.step();
            assertNull(host.take(1), "it may run on core 0 only");
            host.enclave.idleDuties(1);
        }
        long asked = agent.counters().get(AgentCounters.WITHDRAWALS);
        assertTrue(asked < 10, asked + " withdrawals of one and the same decision: neither side comes to rest");
    }

    /** The core it may run on is busy; another one sleeps, and it is nobody's fault. */
    @Test
    void agentIsNotBlamedForAThreadThatWaitsForItsOnlyCore() {
        ThreadAgent agent = host.attached(story, AgentOptions.DEFAULT);
        busyCores(agent);
        host.off(1, TargetEvent.BLOCK);
        host.settle(agent);
        host.enclave.interrupt(1).arm();
        HostTarget bound = host.thread();
        bound.affinity(1);
        host.wake(bound);
        for (int i = 0; i < 400; i++) {
            agent.step();
            host.silence(5_000_000);
        }
        assertEquals(1, host.enclave.epoch(), "given up after two seconds, with " + agent.reason());
    }

    @Test
    void preemptionNamesTheDispatchItMeans() {
        ThreadAgent agent = host.attached(new Story(new Shinjuku(SLICE)), AgentOptions.DEFAULT);
        HostTarget[] busy = busyCores(agent);
        host.readyThread();
        host.settle(agent);
        assertEquals(0, agent.counters().get(AgentCounters.PREEMPTIONS));
        host.nanos += SLICE;
        host.settle(agent);
        assertEquals(1, agent.counters().get(AgentCounters.PREEMPTIONS), "only core 0 has somebody waiting");
        assertEquals(busy[0].dispatch(), host.asked(0));
        host.off(0, TargetEvent.PREEMPT);
        HostTarget next = host.take(0);
        assertNotEquals(host.asked(0), next.dispatch(), "a late request must not hit the next thread");
        host.settle(agent);
        host.nanos += SLICE;
        host.settle(agent);
        assertEquals(next.dispatch(), host.asked(0));
    }

    @Test
    void preemptionIsAskedForOncePerDispatch() {
        ThreadAgent agent = host.attached(new Shinjuku(SLICE), AgentOptions.DEFAULT);
        busyCores(agent);
        host.readyThread();
        for (int i = 0; i < 20; i++) {
            host.nanos += SLICE;
            agent.step();
        }
        assertEquals(1, agent.counters().get(AgentCounters.PREEMPTIONS));
    }

    @Test
    void preemptionWithoutPrestagingDecidesFirst() {
        ThreadAgent agent = host.attached(new Shinjuku(SLICE), NO_PRESTAGE);
        busyCores(agent);
        HostTarget waiting = host.readyThread();
        host.settle(agent);
        host.nanos += SLICE;
        host.settle(agent);
        assertEquals(1, agent.counters().get(AgentCounters.PREEMPTIONS));
        host.off(0, TargetEvent.PREEMPT);
        assertSame(waiting, host.take(0));
    }

    @Test
    void agentStaysAwakeWhileSomebodyWaitsForABusyCore() {
        for (AgentOptions options : List.of(AgentOptions.DEFAULT, NO_PRESTAGE)) {
            try (HostModel fresh = new HostModel("awake-test", 1)) {
                ThreadAgent agent = fresh.attached(new Shinjuku(SLICE), options);
                fresh.readyThread();
                fresh.settle(agent);
                assertNotNull(fresh.take(0));
                fresh.settle(agent);
                assertEquals(Long.MAX_VALUE, agent.sleepNanos(), "nobody waits");
                fresh.readyThread();
                fresh.settle(agent);
                assertEquals(0, agent.sleepNanos(), "the end of a slice comes without an interrupt, under " + options);
            }
        }
    }

    @Test
    void changeWhileStagedMakesTheDecisionStaleOnce() {
        ThreadAgent agent = host.attached(story, AgentOptions.DEFAULT);
        busyCores(agent);
        HostTarget waiting = host.readyThread();
        host.settle(agent);
        waiting.targetClass(3);
        host.enclave.apply(waiting, TargetEvent.CHANGE, TargetWord.NO_CORE);
        host.off(0, TargetEvent.BLOCK);
        assertNull(host.take(0), "decided for the old class");
        host.settle(agent);
        assertEquals(1, host.outcomes(Outcome.STALE));
        assertSame(waiting, host.take(0));
        assertEquals(1, host.outcomes(Outcome.STALE));
    }

    @Test
    void coreFreedByAStuckThreadGetsAnother() {
        ThreadAgent agent = host.attached(story, AgentOptions.DEFAULT);
        HostTarget[] busy = busyCores(agent);
        host.enclave.lendCore(0, busy[0].dispatch());
        HostTarget other = host.readyThread();
        host.settle(agent);
        assertSame(other, host.enclave.take(0), "by the spare carrier");
        host.settle(agent);
        host.enclave.apply(busy[0], TargetEvent.BLOCK, 0);
        host.enclave.apply(other, TargetEvent.EXIT, 0);
        host.settle(agent);
        host.wake(busy[0]);
        host.settle(agent);
        assertSame(busy[0], host.enclave.take(0));
    }

    @Test
    void coreOutOfUseIsLeftAndNothingMoreIsDecidedForIt() {
        ThreadAgent agent = host.attached(story, AgentOptions.DEFAULT);
        HostTarget[] busy = busyCores(agent);
        HostTarget staged = host.readyThread();
        host.settle(agent);
        assertTrue(host.enclave.setOnline(0, false));
        host.settle(agent);
        assertEquals(busy[0].dispatch(), host.asked(0), "what runs there is asked to leave");
        host.off(0, TargetEvent.PREEMPT);
        assertNull(host.take(0));
        host.watchdog.step();
        host.settle(agent);
        host.off(1, TargetEvent.EXIT);
        HostTarget next = host.take(1);
        assertTrue(next == staged || next == busy[0]);
        host.settle(agent);
        host.off(1, TargetEvent.EXIT);
        assertNotNull(host.take(1), "whatever was meant for the other core");
        assertTrue(host.enclave.setOnline(0, true));
        HostTarget later = host.readyThread();
        host.settle(agent);
        assertSame(later, host.take(0));
    }

    @Test
    void runningThreadIsTakenOffACoreItsNewAffinityForbids() {
        ThreadAgent agent = host.attached(story, AgentOptions.DEFAULT);
        HostTarget[] busy = busyCores(agent);
        busy[0].affinity(0b10);
        host.enclave.apply(busy[0], TargetEvent.CHANGE, TargetWord.NO_CORE);
        host.settle(agent);
        assertEquals(busy[0].dispatch(), host.asked(0));
        host.off(0, TargetEvent.PREEMPT);
        host.settle(agent);
        assertNull(host.take(0));
        host.off(1, TargetEvent.EXIT);
        host.settle(agent);
        assertSame(busy[0], host.take(1));
        assertTrue(story.drain().contains("affinity 0"), "the policy hears of it");
    }

    @Test
    void weightGivenLaterIsToldAsSuch() {
        ThreadAgent agent = host.attached(story, AgentOptions.DEFAULT);
        HostTarget thread = host.readyThread();
        host.settle(agent);
        thread.weight(7);
        host.enclave.apply(thread, TargetEvent.CHANGE, TargetWord.NO_CORE);
        host.settle(agent);
        assertNull(host.take(0), "decided for the old weight");
        host.settle(agent);
        assertTrue(story.drain().contains("weight 0"));
    }

    @Test
    void agentWithoutWorkSleepsUntilAnInterrupt() {
        ThreadAgent agent = host.agent(Fifo::new, AgentOptions.DEFAULT);
        assertTrue(agent.sleepNanos() < 10_000_000, "while it waits for a grant it looks now and then");
        host.attach(agent);
        assertEquals(Long.MAX_VALUE, agent.sleepNanos());
        assertEquals("threads", agent.name());
        assertFalse(agent.over());
        agent.close();
        assertTrue(agent.over());
    }
}
