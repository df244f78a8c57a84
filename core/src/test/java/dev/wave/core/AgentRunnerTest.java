package dev.wave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.link.LinkException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a runner steps an agent, lets it sleep, and ends it. */
@Timeout(60)
class AgentRunnerTest {
    private static final IdleStrategy SLEEPY = new IdleStrategy(1_000, 50_000);

    private final SteppedClock clock = new SteppedClock();
    private final ScriptedAgent agent = new ScriptedAgent();

    /** Does what a list says: so much work per step; over when the list is at its end. */
    private final class ScriptedAgent implements Agent {
        private final Deque<Integer> script = new ArrayDeque<>();
        private final List<String> log = new ArrayList<>();
        private volatile long sleepNanos = Long.MAX_VALUE;
        private volatile boolean endless;
        private final CountDownLatch stepped = new CountDownLatch(1);
        private Throwable failure;
        private int closed;

        @Override
        public int step() {
            stepped.countDown();
            clock.advance(600);
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (RuntimeException) failure;
            }
            if (endless) {
                return 0;
            }
            int work = script.poll();
            log.add("step " + work);
            return work;
        }

        @Override
        public long sleepNanos() {
            return sleepNanos;
        }

        @Override
        public void sleep(long nanos) {
            if (!endless) {
                log.add("sleep " + nanos);
            }
        }

        @Override
        public boolean over() {
            return !endless && failure == null && script.isEmpty();
        }

        @Override
        public void close() {
            closed++;
        }

        @Override
        public String name() {
            return "scripted";
        }
    }

    private void run(IdleStrategy idle, Integer... script) {
        agent.script.addAll(List.of(script));
        new AgentRunner(agent, idle, clock).run();
    }

    @Test
    void agentIsSteppedUntilItIsOverAndThenClosed() {
        run(IdleStrategy.BUSY, 1, 2, 0, 3);
        assertEquals(List.of("step 1", "step 2", "step 0", "step 3"), agent.log);
        assertEquals(1, agent.closed);
    }

    @Test
    void agentThatIsOverAtTheStartIsOnlyClosed() {
        run(IdleStrategy.BUSY);
        assertTrue(agent.log.isEmpty());
        assertEquals(1, agent.closed);
    }

    @Test
    void idleAgentSpinsFirstAndSleepsThen() {
        run(SLEEPY, 1, 0, 0, 0, 5, 0, 7);
        assertEquals(
                List.of(
                        "step 1",
                        "step 0",
                        "step 0",
                        "sleep 50000",
                        "step 0",
                        "sleep 50000",
                        "step 5",
                        "step 0",
                        "step 7"),
                agent.log,
                "600 ns a step, 1000 ns of spinning after the last work");
    }

    @Test
    void agentThatMustGoOnPollingIsNotPutToSleep() {
        agent.sleepNanos = 0;
        run(SLEEPY, 0, 0, 0, 0, 1);
        assertFalse(agent.log.stream().anyMatch(line -> line.startsWith("sleep")));
    }

    @Test
    void agentSleepsNoLongerThanItAllows() {
        agent.sleepNanos = 300;
        run(SLEEPY, 0, 0, 0, 1);
        assertTrue(agent.log.contains("sleep 300"));
    }

    @Test
    void busyStrategyNeverSleeps() {
        run(IdleStrategy.BUSY, 0, 0, 0, 0, 0, 1);
        assertFalse(agent.log.stream().anyMatch(line -> line.startsWith("sleep")));
    }

    @Test
    void stepThatThrowsClosesTheAgentAndIsKept() {
        agent.failure = new IllegalStateException("the policy is broken");
        AgentRunner runner = new AgentRunner(agent, IdleStrategy.BUSY, clock);
        assertSame(agent.failure, assertThrows(IllegalStateException.class, runner::run));
        assertSame(agent.failure, runner.failure());
        assertEquals(1, agent.closed);
    }

    @Test
    void runnerWithAThreadEndsItWhenClosed() throws InterruptedException {
        agent.endless = true;
        AgentRunner runner = new AgentRunner(agent, SLEEPY, clock).start();
        agent.stepped.await();
        runner.close();
        runner.close();
        assertEquals(1, agent.closed);
        assertNull(runner.failure());
    }

    @Test
    void agentThatLostItsLinkEndsWithOneSentenceAndNothingElseDies() throws InterruptedException {
        agent.failure = new InternalError("a fault occurred in an unsafe memory access operation");
        Agent lost = new ForwardingAgent(agent) {
            @Override
            public void close() {
                super.close();
                throw new InternalError("a fault occurred in an unsafe memory access operation");
            }
        };
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        AgentRunner runner = new AgentRunner(lost, IdleStrategy.BUSY, clock).start(told::complete);
        assertTrue(runner.await(60_000));
        String message = assertInstanceOf(LinkException.class, told.join()).getMessage();
        assertTrue(message.contains("the link of agent 'scripted' is gone"), message);
        assertSame(told.join(), runner.failure());
        assertEquals(1, agent.closed);
    }

    @Test
    void closingFromTheAgentsOwnThreadDoesNotWaitForItself() {
        AgentRunner[] runner = new AgentRunner[1];
        agent.script.addAll(List.of(1, 1, 1));
        Agent closing = new ForwardingAgent(agent) {
            @Override
            public int step() {
                runner[0].close();
                return super.step();
            }
        };
        runner[0] = new AgentRunner(closing, IdleStrategy.BUSY, clock);
        runner[0].run();
        assertEquals(List.of("step 1"), agent.log, "the present step is the last");
    }

    @Test
    void interruptedCloserStillWaitsAndStaysInterrupted() throws InterruptedException {
        agent.endless = true;
        AgentRunner runner = new AgentRunner(agent, SLEEPY, clock).start();
        agent.stepped.await();
        Thread.currentThread().interrupt();
        runner.close();
        assertTrue(Thread.interrupted());
        assertEquals(1, agent.closed);
    }

    /** An agent that does what another does. */
    private static class ForwardingAgent implements Agent {
        private final Agent to;

        ForwardingAgent(Agent to) {
            this.to = to;
        }

        @Override
        public int step() {
            return to.step();
        }

        @Override
        public long sleepNanos() {
            return to.sleepNanos();
        }

        @Override
        public void sleep(long nanos) {
            to.sleep(nanos);
        }

        @Override
        public boolean over() {
            return to.over();
        }

        @Override
        public void close() {
            to.close();
        }

        @Override
        public String name() {
            return to.name();
        }
    }
}
