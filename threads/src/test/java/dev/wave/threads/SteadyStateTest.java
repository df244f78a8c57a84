package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.wave.core.host.HostTarget;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.threads.policy.EarliestDeadline;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.policy.Shinjuku;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Nothing is allocated, to the byte, by the agent's steps and by the host's transitions: {@link AllocationTest} sees whole threads, and with them what the
 * JDK allocates; here there is nothing but ours.
 */
class SteadyStateTest {
    private static final int WARM_UP = 60_000;
    private static final int STEPS = 100_000;
    private static final int ROUNDS = 4;
    private static final int CORES = 2;
    private static final int THREADS = 20;
    private static final ThreadMXBean THREAD_BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long self = Thread.currentThread().threadId();
    private Object leak;

    /** One world: agent and host in turns. */
    private final class World implements AutoCloseable {
        private final HostModel host;
        private final ThreadAgent agent;
        private long agentBytes;
        private long hostBytes;
        private boolean leaking;

        World(ThreadPolicy policy) {
            host = new HostModel("steady-state", CORES);
            agent = host.attached(policy, AgentOptions.DEFAULT);
            for (int i = 0; i < THREADS; i++) {
                host.readyThread();
            }
            host.settle(agent);
        }

        void go(int steps) {
            agentBytes = 0;
            hostBytes = 0;
            for (int i = 0; i < steps; i++) {
                long start = bytes();
                cores(i);
                long between = bytes();
                agent.step();
                if (leaking) {
                    leak = new byte[16];
                }
                hostBytes += between - start;
                agentBytes += bytes() - between;
            }
        }

        /** Whatever runs comes off, in each of the ways there are, and the next one starts. */
        private void cores(int i) {
            host.nanos += 40_000;
            for (int core = 0; core < CORES; core++) {
                if (host.on(core) != null) {
                    comesOff(core, (i + core) % 3);
                }
                host.enclave.prefetch(core);
                host.take(core);
                host.enclave.idleDuties(core);
            }
        }

        private void comesOff(int core, int how) {
            if (how == 0) {
                host.off(core, TargetEvent.YIELD);
            } else if (how == 1) {
                host.off(core, TargetEvent.PREEMPT);
            } else {
                HostTarget blocked = host.off(core, TargetEvent.BLOCK);
                host.wake(blocked);
            }
        }

        @Override
        public void close() {
            agent.close();
            host.close();
        }
    }

    private long bytes() {
        return THREAD_BEAN.getThreadAllocatedBytes(self);
    }

    /** The least of a few rounds: the JIT compiler may give up compiled code in one of them, but not in each. */
    private long[] leastBytes(World world) {
        world.go(WARM_UP);
        long[] least = {Long.MAX_VALUE, Long.MAX_VALUE};
        for (int round = 0; round < ROUNDS; round++) {
            world.go(STEPS);
            least[0] = Math.min(least[0], world.agentBytes);
            least[1] = Math.min(least[1], world.hostBytes);
        }
        return least;
    }

    @Test
    void hundredThousandStepsAllocateNothingOnEitherSide() {
        for (ThreadPolicy policy : List.of(new Fifo(), new Shinjuku(30_000), new EarliestDeadline())) {
            try (World world = new World(policy)) {
                long[] least = leastBytes(world);
                String name = policy.getClass().getSimpleName();
                assertEquals(0, least[0], name + ": bytes by the agent in " + STEPS + " steps");
                assertEquals(0, least[1], name + ": bytes by the host in " + STEPS + " rounds");
                assertTrue(world.host.dispatches() >= STEPS, "threads did run");
            }
        }
    }

    @Test
    void smallestObjectPerStepWouldBeSeen() {
        try (World world = new World(new Fifo())) {
            world.leaking = true;
            assertTrue(leastBytes(world)[0] >= STEPS * 16L, "an object in each step");
            assertTrue(leak != null, "and it was kept");
        }
    }
}
