package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.AgentRunner;
import dev.wave.core.host.Counters;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.policy.RoundRobin;
import dev.wave.threads.policy.Shinjuku;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents stop, go on, leave, are replaced and fail, while 200 threads work: every unit of work is done exactly once. */
class AgentLifecycleTest {
    private static final int THREADS = 200;

    /** Threads that do units of work until told to stop, each unit under its number. */
    private static final class Work {
        private final AtomicIntegerArray units = new AtomicIntegerArray(THREADS);
        private final AtomicIntegerArray inside = new AtomicIntegerArray(THREADS);
        private final List<Thread> threads = new ArrayList<>();
        private final CountDownLatch started = new CountDownLatch(THREADS);
        private final long[] sums = new long[THREADS];
        private volatile boolean stop;
        private volatile boolean doubled;

        Work(Rig rig) {
            for (int i = 0; i < THREADS; i++) {
                int me = i;
                threads.add(rig.enclave.threadFactory().newThread(() -> work(me)));
            }
            threads.forEach(Thread::start);
        }

        private void work(int me) {
            started.countDown();
            while (!stop) {
                doubled |= inside.incrementAndGet(me) != 1;
                // Not atomic on purpose: a thread on two cores would lose counts.
                sums[me] += units.incrementAndGet(me);
                inside.decrementAndGet(me);
                switch (units.get(me) % 3) {
                    case 0 -> LockSupport.parkNanos(50_000);
                    case 1 -> Thread.yield();
                    default -> {
                        LockSupport.unpark(threads.get((me + 1) % THREADS));
                        LockSupport.parkNanos(200_000);
                    }
                }
            }
        }

        long done() {
            long sum = 0;
            for (int i = 0; i < THREADS; i++) {
                sum += units.get(i);
            }
            return sum;
        }

        /** Waits until much more is done than now. */
        void goesOn(String when) {
            long before = done();
            Bounded.until("work " + when, () -> done() >= before + 300);
        }

        void finish(Rig rig) {
            stop = true;
            threads.forEach(LockSupport::unpark);
            threads.forEach(thread -> Bounded.join("a working thread", thread));
            assertFalse(doubled, "a thread ran on two cores at once");
            for (int i = 0; i < THREADS; i++) {
                long n = units.get(i);
                assertEquals(n * (n + 1) / 2, sums[i], "checksum of thread " + i);
            }
            assertEquals(0, started.getCount());
            rig.checkDispatches();
        }
    }

    /** Fifo with a gate: while it is closed, whoever comes through stands still. */
    private static final class Gated implements ThreadPolicy {
        private final Fifo fifo = new Fifo();
        private final Semaphore gate;

        Gated(Semaphore gate) {
            this.gate = gate;
        }

        @Override
        public void ready(PolicyThread thread) {
            gate.acquireUninterruptibly();
            gate.release();
            fifo.ready(thread);
        }

        @Override
        public void returned(PolicyThread thread) {
            fifo.returned(thread);
        }

        @Override
        public PolicyThread pick(CoreView core) {
            return fifo.pick(core);
        }
    }

    private static long watchdog(Rig rig, int word) {
        return rig.enclave.watchdogCounters().get(word);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void pausedAgentIsReplacedByTheFallbackAndTakesOverAgain(int cores) {
        Semaphore gate = new Semaphore(1);
        try (Rig rig = new Rig(cores, 40)) {
            AgentRunner agent = rig.agent(() -> new Gated(gate));
            Work work = new Work(rig);
            work.goesOn("under the agent");
            for (int i = 0; i < 3; i++) {
                long silent = watchdog(rig, Counters.ENDED_SILENT);
                gate.acquireUninterruptibly();
                Bounded.until("the end of the silent epoch", () -> watchdog(rig, Counters.ENDED_SILENT) > silent);
                work.goesOn("under the fallback");
                assertEquals(0, rig.enclave.epoch());
                gate.release();
                Bounded.until("the agent in charge again", () -> rig.enclave.epoch() != 0);
                work.goesOn("under the agent again");
            }
            work.finish(rig);
            assertNull(agent.failure());
            assertTrue(rig.sum(Counters.FALLBACK_RUNS) > 0);
        }
        assertEquals(1, gate.availablePermits());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void agentsInTurnLoseNothing(int cores) {
        List<Supplier<ThreadPolicy>> policies =
                List.of(Fifo::new, () -> new Shinjuku(50_000), () -> new RoundRobin(100_000), Fifo::new);
        try (Rig rig = new Rig(cores, 40)) {
            Work work = new Work(rig);
            work.goesOn("before any agent");
            for (Supplier<ThreadPolicy> policy : policies) {
                try (AgentRunner agent = rig.agent(policy, AgentOptions.DEFAULT.withPrestage(cores))) {
                    work.goesOn("under an agent");
                    assertNull(agent.failure());
                }
                Bounded.until("the fallback in charge", () -> rig.enclave.epoch() == 0);
                work.goesOn("between two agents");
            }
            work.finish(rig);
            assertEquals(policies.size(), watchdog(rig, Counters.ENDED_LEFT) + watchdog(rig, Counters.ENDED_SILENT));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void replacedAgentsLoseNothing(int cores) {
        try (Rig rig = new Rig(cores)) {
            List<AgentRunner> agents = new ArrayList<>();
            agents.add(rig.agent(Fifo::new));
            Work work = new Work(rig);
            for (int i = 0; i < 5; i++) {
                work.goesOn("under agent " + i);
                agents.add(rig.agent(() -> new Shinjuku(50_000), AgentOptions.DEFAULT.replacing()));
            }
            work.goesOn("under the last agent");
            work.finish(rig);
            agents.forEach(AgentRunner::close);
            agents.forEach(agent -> assertNull(agent.failure()));
            long replaced = watchdog(rig, Counters.ENDED_REPLACED);
            assertTrue(replaced >= 1, "only " + replaced + " agents were replaced");
        }
    }

    /** Throws now and then. */
    private static final class FailsSometimes implements ThreadPolicy {
        private final Fifo fifo = new Fifo();
        private int picks;

        @Override
        public void ready(PolicyThread thread) {
            fifo.ready(thread);
        }

        @Override
        public PolicyThread pick(CoreView core) {
            if (++picks > 500) {
                throw new IllegalStateException("expected: this policy fails after 500 picks");
            }
            return fifo.pick(core);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void failingPoliciesLoseNothing(int cores) {
        try (Rig rig = new Rig(cores)) {
            Work work = new Work(rig);
            for (int i = 0; i < 3; i++) {
                AgentRunner agent = rig.agent(FailsSometimes::new);
                Bounded.until("the policy's failure", () -> agent.failure() != null);
                Bounded.until("the fallback in charge", () -> rig.enclave.epoch() == 0);
                work.goesOn("under the fallback");
                agent.close();
            }
            work.finish(rig);
        }
    }
}
