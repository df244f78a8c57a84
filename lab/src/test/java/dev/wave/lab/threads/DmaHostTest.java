package dev.wave.lab.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.model.MachineModel;
import dev.wave.sim.machine.LinkShape;
import dev.wave.sim.machine.Machine;
import dev.wave.sim.memory.Disorder;
import dev.wave.sim.memory.FenceFilter;
import dev.wave.sim.time.Timeline;
import dev.wave.threads.policy.Policies;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The shipping agent on a NIC that exposes no memory: its queues lie in the host's, and DMA is the only way to them. */
class DmaHostTest {
    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");
    private static final long MICRO = 1_000 * Timeline.NANO;
    private static final long MILLI = 1_000 * MICRO;
    private static final long END = 80 * MILLI;

    private long sent;
    private long answered;

    private SimulatedHost run(long seed, Placement placement, String policy, boolean disorder) {
        RandomGenerator random = FACTORY.create(seed);
        Disorder memory = disorder ? new Disorder(FACTORY.create(~seed), random.nextBoolean()) : Disorder.NONE;
        Machine machine = new Machine(MachineModel.BLUEFIELD, memory, FenceFilter.KEPT);
        Timeline timeline = machine.timeline();
        HostPlan plan =
                HostPlan.of(MachineModel.BLUEFIELD, placement, 4, Policies.byName(policy, Policies.Parameters.DEFAULT));
        SimulatedHost host = new SimulatedHost(machine, plan, HostObserver.NONE, (request, at) -> answered++);
        host.start(random);
        host.source(() -> {
            timeline.spend(20 * MILLI);
            while (timeline.now() < 40 * MILLI) {
                long next = timeline.now() + (long) (random.nextExponential() * 50 * MICRO);
                host.submit(new Request(next, random.nextInt(50) == 0 ? 3 * MILLI : 10 * MICRO, 0));
                sent++;
                while (timeline.now() < next) {
                    timeline.parkUntil(next);
                }
                host.handOut();
            }
        });
        timeline.runUntil(END);
        assertTrue(sent > 100, "there was something to do");
        assertEquals(sent, answered, "every request is answered, seed " + seed);
        return host;
    }

    @Test
    void everyRequestIsAnsweredOverDma() {
        SimulatedHost host = run(1, Placement.WAVE.over(LinkShape.DMA), "Shinjuku", false);
        assertEquals(1, host.enclave().epoch(), "the agent was never silent");
        assertTrue(host.preemptions() > 0, "and preempted");
    }

    @Test
    void everyRequestIsAnsweredWithoutPrestaging() {
        run(1, Placement.WAVE.over(LinkShape.DMA).plain(), "Fifo", false);
    }

    @Test
    void everyRequestIsAnsweredWhateverMemoryDoes() {
        for (long seed = 1; seed <= 5; seed++) {
            sent = 0;
            answered = 0;
            run(seed, Placement.WAVE.over(LinkShape.DMA), "Shinjuku", true);
        }
    }
}
