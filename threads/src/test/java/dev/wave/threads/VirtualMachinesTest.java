package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.host.Counters;
import dev.wave.core.host.HostTarget;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.threads.policy.VirtualMachines;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The agent with the policy for virtual machines, and a host whose every move is made here. Core c and core c + half share a core of the hardware. */
class VirtualMachinesTest {
    private static final int SEEDS = Integer.getInteger("wave.test.seeds", 150);
    private static final long FIRST_SEED = Long.getLong("wave.test.seed", 20_260_601L);
    private static final long SLICE = 2_000_000;

    private final HostModel host = new HostModel("machines", 4);
    private ThreadAgent agent;

    @AfterEach
    void close() {
        host.close();
    }

    private void attach() {
        agent = host.attached(new VirtualMachines(SLICE), AgentOptions.DEFAULT);
    }

    private HostTarget guest(int machine) {
        HostTarget target = host.thread();
        target.targetClass(machine);
        host.wake(target);
        return target;
    }

    private void step() {
        host.settle(agent);
    }

    @Test
    void siblingOfABusyMachineIdlesRatherThanServeAnother() {
        attach();
        guest(1);
        step();
        assertEquals(1, host.take(0).targetClass());
        step();
        for (int i = 0; i < 4; i++) {
            guest(2);
        }
        step();
        assertEquals(2, host.take(1).targetClass());
        assertEquals(2, host.take(3).targetClass());
        assertNull(host.take(2), "the sibling of core 0");
    }

    @Test
    void endOfASliceChangesBothSiblingsTogether() {
        attach();
        for (int i = 0; i < 4; i++) {
            guest(1);
        }
        step();
        for (int core = 0; core < 4; core++) {
            assertEquals(1, host.take(core).targetClass());
        }
        step();
        for (int i = 0; i < 4; i++) {
            guest(2);
        }
        step();
        host.nanos += SLICE;
        step();
        for (int core = 0; core < 4; core++) {
            assertEquals(host.on(core).dispatch(), host.asked(core), "core " + core + " is asked to let go");
        }
        host.off(0, TargetEvent.PREEMPT);
        assertNull(host.take(0), "its sibling still serves machine 1");
        host.off(2, TargetEvent.PREEMPT);
        assertEquals(2, host.take(2).targetClass());
        assertEquals(2, host.take(0).targetClass());
        assertEquals(1, host.sum(Counters.HELD));
    }

    @Test
    void singleVirtualCpuGetsACoreThatWasVacated() {
        attach();
        for (int i = 0; i < 4; i++) {
            guest(1);
        }
        step();
        for (int core = 0; core < 4; core++) {
            assertNotNull(host.take(core));
        }
        step();
        guest(2);
        step();
        host.nanos += SLICE;
        step();
        for (int core = 0; core < 4; core++) {
            if (host.asked(core) == host.on(core).dispatch()) {
                host.off(core, TargetEvent.PREEMPT);
            }
        }
        step();
        int served = 0;
        for (int core = 0; core < 4; core++) {
            HostTarget taken = host.on(core) == null ? host.take(core) : null;
            served += taken != null && taken.targetClass() == 2 ? 1 : 0;
        }
        assertEquals(1, served);
    }

    /** Random lives: guests wake, halt, end and are preempted, agents come and go. While an agent is in charge no core serves two machines that it put there, and all get done. */
    @Test
    void noCoreServesTwoMachinesWhateverHappens() {
        long groups = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            try (Life life = new Life(seed)) {
                groups += life.live();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + "; again: -Dwave.test.seed=" + seed
                                + " -Dwave.test.seeds=1 -Dtest=VirtualMachinesTest: " + e,
                        e);
            }
        }
        assertTrue(groups >= SEEDS, "groups were decided: " + groups);
    }

    private static final class Life implements AutoCloseable {
        private static final int STEPS = 1_200;

        private final RandomGenerator random;
        private final HostModel host;
        private final int half;
        private final List<HostTarget> guests = new ArrayList<>();
        private ThreadAgent agent;
        /** In which epoch each core took what it runs; 0 from the fallback. */
        private final long[] takenIn;

        Life(long seed) {
            random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            half = 1 + random.nextInt(3);
            host = new HostModel("machines-" + seed, 2 * half);
            takenIn = new long[2 * half];
            for (int i = 0; i < 3 * half + 3; i++) {
                HostTarget guest = host.thread();
                guest.targetClass(random.nextInt(3));
                guests.add(guest);
            }
            renew();
        }

        private void renew() {
            ThreadAgent former = agent;
            agent = host.agent(() -> new VirtualMachines(SLICE), AgentOptions.DEFAULT.replacing());
            host.attach(agent);
            if (former != null) {
                former.step();
                former.close();
            }
        }

        long live() {
            for (int i = 0; i < STEPS; i++) {
                move();
            }
            finish();
            return host.sum(Counters.HELD) + host.outcomes(Outcome.NOT_TOGETHER);
        }

        private void move() {
            int core = random.nextInt(2 * half);
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> agent.step();
                case 3, 4 -> take(core);
                case 5, 6 -> giveWay(core);
                case 7, 8 -> host.wake(guests.get(random.nextInt(guests.size())));
                case 9 -> host.nanos += random.nextLong(400_000);
                case 10 -> host.enclave.idleDuties(core);
                default -> rarely(core);
            }
        }

        private void rarely(int core) {
            int which = random.nextInt(40);
            if (which == 0) {
                renew();
            } else if (which == 1) {
                host.nanos += 30_000_000;
                host.watchdog.step();
                host.nanos += 30_000_000;
                host.watchdog.step();
            } else if (which < 12) {
                off(core, TargetEvent.BLOCK);
            } else {
                host.watchdog.step();
            }
        }

        private void off(int core, TargetEvent how) {
            if (host.on(core) != null) {
                host.off(core, how);
            }
        }

        private void giveWay(int core) {
            HostTarget running = host.on(core);
            if (running != null && host.enclave.epoch() != 0 && host.asked(core) == running.dispatch()) {
                host.off(core, TargetEvent.PREEMPT);
            }
        }

        private void take(int core) {
            if (host.on(core) != null) {
                return;
            }
            long epoch = host.enclave.epoch();
            HostTarget taken = host.take(core);
            takenIn[core] = epoch;
            int other = (core + half) % (2 * half);
            HostTarget sibling = host.on(other);
            boolean byThisAgent = epoch != 0 && takenIn[other] == epoch;
            if (taken != null && sibling != null && byThisAgent && taken.targetClass() != sibling.targetClass()) {
                throw new AssertionError("core " + core + " serves machine " + taken.targetClass()
                        + " while its sibling serves " + sibling.targetClass());
            }
        }

        /** Everybody is let finish; who is ready at the end was lost. */
        private void finish() {
            renew();
            for (int round = 0; round < 400; round++) {
                host.nanos += 300_000;
                agent.step();
                if (round % 10 == 0) {
                    host.watchdog.step();
                }
                for (int core = 0; core < 2 * half; core++) {
                    if (host.on(core) == null) {
                        take(core);
                    } else {
                        off(core, TargetEvent.BLOCK);
                    }
                }
            }
            for (int core = 0; core < 2 * half; core++) {
                off(core, TargetEvent.BLOCK);
            }
            for (HostTarget guest : guests) {
                if (guest.state() != TargetState.BLOCKED) {
                    throw new AssertionError(guest.index() + " is " + guest.state() + " in the end");
                }
            }
        }

        @Override
        public void close() {
            host.close();
        }
    }
}
