package dev.wave.sim.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.WindowAttribute;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.memory.Disorder;
import dev.wave.sim.memory.FenceFilter;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Timeline;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What an interrupt says about memory. */
class InterruptTest {
    private static final int SEEDS = 10_000;
    private static final long BYTES = 4096;
    private static final long RING = 64;
    private static final long ARMED = 128;
    private static final long DATA = 192;

    /** Loads of this mapping may be executed early, without bound but for fences. */
    private static final LinkShape EARLY_LOADS = new LinkShape(
            WindowAttribute.WRITE_COMBINING, WindowAttribute.WRITE_COMBINING, WindowAttribute.WRITE_BACK, Side.NIC);

    @Test
    void handlerReadsNothingFromBeforeItsInterrupt() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertEquals(1, readByTheHandler(seed), "seed " + seed);
        }
    }

    private static long readByTheHandler(long seed) {
        Disorder disorder =
                new Disorder(RandomGeneratorFactory.of("L64X128MixRandom").create(seed), false);
        Machine machine = new Machine(MachineModel.MOUNT_EVANS, disorder, FenceFilter.KEPT);
        SimulatedLink link =
                machine.link(EARLY_LOADS, SimulatedLink.Doorbell.RUNG, new SimulatedLink.Sizes(BYTES, BYTES, BYTES));
        long[] read = {-1};
        machine.actor("host", machine.core(Side.HOST), () -> {
            Link host = link.host(window -> {});
            Interrupt line = host.towardsHost(RING, ARMED);
            line.await(line.arm(), Long.MAX_VALUE);
            read[0] = host.toHost().load(DATA);
        });
        machine.actor("agent", machine.core(Side.NIC), () -> {
            machine.timeline().spend(100_000 * Timeline.NANO);
            Link agent = link.agent();
            agent.toHost().store(DATA, 1);
            agent.towardsHost(RING, ARMED).raise();
        });
        machine.timeline().runUntil(1_000_000 * Timeline.NANO);
        return read[0];
    }
}
