package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.agent.AgentCounters;
import dev.wave.core.host.Counters;
import dev.wave.core.host.HostTarget;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetWord;
import dev.wave.core.queue.SlotWriter;
import dev.wave.threads.policy.Fifo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Policies and agents that go wrong, and what becomes of the threads. */
class PolicyFaultsTest {
    private final HostModel host = new HostModel("faults-test", 1);

    @AfterEach
    void closeHost() {
        host.close();
    }

    /** Hands out whatever it saw first, as often as it is asked. */
    private static final class PicksTheSameForEver implements ThreadPolicy {
        private PolicyThread favourite;

        @Override
        public void ready(PolicyThread thread) {
            favourite = favourite == null ? thread : favourite;
        }

        @Override
        public PolicyThread pick(CoreView core) {
            return favourite;
        }
    }

    private static final class ThrowsWhenPicking implements ThreadPolicy {
        @Override
        public void ready(PolicyThread thread) {}

        @Override
        public PolicyThread pick(CoreView core) {
            throw new ArithmeticException("the policy's own mistake");
        }
    }

    @Test
    void throwingPolicyEndsItsAgentAndTheFallbackRunsTheThreads() {
        ThreadAgent agent = host.attached(new Fifo(), AgentOptions.DEFAULT);
        agent.close();
        host.watchdog.step();
        ThreadAgent bad = host.agent(ThrowsWhenPicking::new, AgentOptions.DEFAULT);
        host.attach(bad);
        HostTarget thread = host.readyThread();
        assertThrows(ArithmeticException.class, bad::step);
        bad.close();
        assertTrue(bad.over());
        host.watchdog.step();
        assertEquals(0, host.enclave.epoch());
        assertSame(thread, host.take(0));
        assertEquals(2, host.watchdogCounter(Counters.ENDED_LEFT));
        assertEquals(1, host.sum(Counters.FALLBACK_RUNS));
    }

    @Test
    void policyFailureIsCountedWhereAnyProcessCanReadIt() {
        ThreadPolicy[] policy = {new Fifo()};
        ThreadAgent agent = host.attached(
                new ThreadPolicy() {
                    @Override
                    public void ready(PolicyThread thread) {
                        throw new IllegalStateException("refused");
                    }

                    @Override
                    public PolicyThread pick(CoreView core) {
                        return policy[0].pick(core);
                    }
                },
                AgentOptions.DEFAULT);
        AgentCounters counters = agent.counters();
        host.readyThread();
        assertThrows(IllegalStateException.class, agent::step);
        agent.close();
        assertEquals(1, counters.get(AgentCounters.POLICY_FAILURES), "docs/protocol.md, section 5, word 22");
    }

    @Test
    void policyThatPicksOneThreadTwiceIsStopped() {
        ThreadAgent agent = host.attached(new PicksTheSameForEver(), AgentOptions.DEFAULT);
        var waiting = new HashSet<>(Set.of(host.readyThread(), host.readyThread()));
        var failure = assertThrows(IllegalStateException.class, () -> host.settle(agent));
        assertTrue(failure.getMessage().startsWith("the policy picked thread 0"), failure.getMessage());
        agent.close();
        host.watchdog.step();
        for (int i = 0; i < 2; i++) {
            assertTrue(waiting.remove(host.take(0)), "by the fallback, each once");
            host.off(0, TargetEvent.EXIT);
        }
        assertNull(host.take(0));
    }

    @Test
    void policyThatIgnoresAffinityIsRefusedAndTheThreadRunsWhereItMay() {
        try (HostModel two = new HostModel("affinity-test", 2)) {
            // Blind to affinity: first come, first served, on any core.
            Story story = new Story(new ThreadPolicy() {
                private final ThreadQueue queue = new ThreadQueue();

                @Override
                public void ready(PolicyThread thread) {
                    queue.addLast(thread);
                }

                @Override
                public PolicyThread pick(CoreView core) {
                    return queue.pollFirst();
                }
            });
            ThreadAgent agent = two.attached(story, AgentOptions.DEFAULT.withPrestage(0));
            HostTarget bound = two.thread();
            bound.affinity(2);
            two.wake(bound);
            agent.step();
            assertNull(two.take(0));
            agent.step();
            assertEquals(1, two.outcomes(Outcome.NOT_PERMITTED));
            assertTrue(story.drain().contains("returned 0"));
            assertNull(two.take(0));
            HostTarget free = two.readyThread();
            bound.affinity(0);
            agent.step();
            assertSame(bound, two.take(0), "refused, it kept its turn");
            two.settle(agent);
            assertSame(free, two.take(1));
        }
    }

    @Test
    void agentCaughtInALoopIsGivenUpAndComesBackWithAFreshPolicy() {
        List<Story> policies = new ArrayList<>();
        ThreadAgent agent = host.agent(
                () -> {
                    policies.add(new Story(new Fifo()));
                    return policies.getLast();
                },
                AgentOptions.DEFAULT);
        host.attach(agent);
        HostTarget first = host.readyThread();
        HostTarget second = host.readyThread();
        agent.step();
        host.silence(40_000_000);
        assertEquals(0, host.enclave.epoch(), "nothing was heard for longer than the deadline");
        assertEquals(1, host.watchdogCounter(Counters.ENDED_SILENT));
        assertSame(first, host.take(0), "the fallback takes over");
        agent.step();
        assertFalse(agent.inCharge());
        host.attach(agent);
        assertEquals(2, agent.epoch());
        assertEquals(GrantReason.SILENT, agent.reason());
        assertNotSame(policies.getFirst(), policies.getLast());
        assertTrue(policies.getLast().drain().containsAll(List.of("created 0", "created 1", "ready 1")));
        host.off(0, TargetEvent.EXIT);
        host.settle(agent);
        assertSame(second, host.take(0));
    }

    @Test
    void decisionsOfALostEpochAreAbandonedAndBooksBalance() {
        ThreadAgent agent = host.attached(new Fifo(), AgentOptions.DEFAULT);
        AgentCounters counters = agent.counters();
        host.readyThread();
        host.settle(agent);
        host.silence(1_200_000_000);
        assertEquals(0, host.enclave.epoch());
        agent.step();
        assertFalse(agent.inCharge());
        HostModel.checkBalance(counters, 0);
        assertEquals(1, counters.get(AgentCounters.OUTCOMES + Outcome.ABANDONED.code() - 1));
        assertEquals(1, host.outcomes(Outcome.ABANDONED));
        assertNotNull(host.take(0));
    }

    @Test
    void garbageInAMessageQueueIsCountedAndTheAgentGoesOn() {
        Story story = new Story(new Fifo());
        ThreadAgent agent = host.attached(story, AgentOptions.DEFAULT);
        var link = host.agentSide();
        // Nothing was sent through the core's own queue yet, so its first slots are free for garbage.
        SlotWriter garbage = new SlotWriter(
                link.toNic(), link.toHost(), host.enclave.region().messages(0));
        for (int i = 0; i < 5; i++) {
            for (int word = 1; word <= 7; word++) {
                garbage.put(word, 0xdeadbeefL * (i + 1) * word);
            }
            garbage.publish();
        }
        host.settle(agent);
        assertEquals(5, agent.counters().get(AgentCounters.MALFORMED));
        assertEquals(List.of(), story.drain());
        HostTarget thread = host.readyThread();
        host.settle(agent);
        assertSame(thread, host.take(0));
    }

    @Test
    void replacingAgentFindsRunningReadyAndBlockedThreads() {
        ThreadAgent first = host.attached(new Fifo(), AgentOptions.DEFAULT);
        HostTarget running = host.readyThread();
        host.settle(first);
        assertSame(running, host.take(0));
        HostTarget ready = host.readyThread();
        HostTarget blocked = host.thread();
        host.settle(first);
        Story story = new Story(new Fifo());
        ThreadAgent second = host.attached(story, AgentOptions.DEFAULT.replacing());
        first.step();
        assertTrue(first.over());
        assertEquals(GrantReason.REPLACED, first.reason());
        assertEquals(List.of("created 0", "created 1", "ready 1", "created 2", "picked 1"), story.drain());
        host.off(0, TargetEvent.YIELD);
        assertSame(ready, host.take(0));
        host.enclave.apply(blocked, TargetEvent.EXIT, TargetWord.NO_CORE);
        host.settle(second);
        assertEquals(
                List.of("yielded 0", "departed 2", "picked 0"),
                story.drain().stream().sorted((a, b) -> order(a) - order(b)).toList());
    }

    private static int order(String event) {
        return List.of("yielded 0", "departed 2", "picked 0").indexOf(event);
    }
}
