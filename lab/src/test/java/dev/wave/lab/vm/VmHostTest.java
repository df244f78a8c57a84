package dev.wave.lab.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.model.Confidence;
import dev.wave.core.model.Constant;
import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.power.HardwareThread;
import dev.wave.sim.time.Timeline;
import dev.wave.threads.policy.VirtualMachines;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The shipping agent and the policy for virtual machines on a socket of a few cores. */
class VmHostTest {
    private static final long MILLI = 1_000_000 * Timeline.NANO;
    private static final int CORES = 4;
    private static final long SLICE_NANOS = 2_000_000;
    private static final MachineModel SMALL = MachineModel.MOUNT_EVANS
            .with(Cost.SOCKET_CORES, new Constant(CORES, Confidence.MEASURED, "this test"))
            .with(Cost.SOCKET_BOOST_CORES, new Constant(1, Confidence.MEASURED, "this test"));

    private static VmPlan wave() {
        return VmPlan.wave(SMALL, () -> new VirtualMachines(SLICE_NANOS));
    }

    private static VmPlan onHost() {
        return VmPlan.onHost(SMALL, () -> new VirtualMachines(SLICE_NANOS));
    }

    /** Watches that no core serves two machines at a time, and how long each was served. */
    private static final class Referee implements VmObserver {
        private final VirtualCpu[] on = new VirtualCpu[2 * CORES];
        private final long[] since = new long[2 * CORES];
        private final long[] served = new long[8];
        private int entered;

        @Override
        public void entered(int core, VirtualCpu guest, long nowPicos) {
            entered++;
            on[core] = guest;
            since[core] = nowPicos;
            VirtualCpu sibling = on[(core + CORES) % on.length];
            assertTrue(
                    sibling == null || sibling.targetClass() == guest.targetClass(),
                    () -> "core " + core % CORES + " serves two machines at " + nowPicos + " ps");
        }

        @Override
        public void left(int core, VirtualCpu guest, long nowPicos) {
            served[guest.targetClass()] += nowPicos - since[core];
            on[core] = null;
        }
    }

    @Test
    void withoutTicksIdleCoresSleepDeeplyAndOneBusyGuestIsFaster() {
        BusyLoops.Outcome ticking = BusyLoops.run(onHost(), 1, 20 * MILLI, 1);
        BusyLoops.Outcome quiet = BusyLoops.run(wave(), 1, 20 * MILLI, 1);
        assertEquals(0, ticking.deeplyAsleep(), "ticks come too soon");
        assertEquals(CORES - 1, quiet.deeplyAsleep());
        assertEquals(3.2, ticking.clock(), 1e-9, "everybody is awake");
        assertEquals(3.5, quiet.clock(), 1e-9);
        assertEquals(3.5e9, quiet.cyclesPerSecond(), 1e6, "nobody takes anything from the guest");
        double taken = 1 - ticking.cyclesPerSecond() / 3.2e9;
        double ownTicks = 4_963e-6;
        double siblingTicks = 0.4 * (1_000e-6 + 3_463e-6);
        assertEquals(
                ownTicks + siblingTicks, taken, 1e-4, "of each ms: its own tick, and a sibling that wakes for one");
    }

    @Test
    void guestsFillCoresBeforeSiblings() {
        double one = BusyLoops.run(wave(), 1, 20 * MILLI, 1).cyclesPerSecond();
        double all = BusyLoops.run(wave(), CORES, 20 * MILLI, 1).cyclesPerSecond();
        double both = BusyLoops.run(wave(), 2 * CORES, 20 * MILLI, 1).cyclesPerSecond();
        assertEquals(CORES * one * 3.2 / 3.5, all, 1e-3 * all);
        assertEquals(1.2 * all, both, 1e-3 * both, "siblings together reach 1.2 times one");
    }

    /** Three machines that want everything, on each of which the agent must take cores away by its own clock. */
    @Test
    void machinesShareFairlyAndNeverACore() {
        for (VmPlan plan : List.of(wave(), onHost())) {
            Referee referee = new Referee();
            VmHost host = new VmHost(plan, referee);
            for (int machine = 1; machine <= 3; machine++) {
                int number = machine;
                List<VirtualCpu> guests = host.machine(machine, 2 * CORES);
                host.client(() -> {
                    host.timeline().spend((20 + number) * MILLI);
                    guests.forEach(guest -> host.wake(guest, HardwareThread.ENDLESS));
                });
            }
            host.start(RandomGeneratorFactory.of("L64X128MixRandom").create(7));
            host.run(400 * MILLI);
            assertEquals(1, host.enclave().epoch(), "the agent was never silent");
            assertTrue(referee.entered > 200, "machines take turns: " + referee.entered);
            double fair = (referee.served[1] + referee.served[2] + referee.served[3]) / 3.0;
            for (int machine = 1; machine <= 3; machine++) {
                assertEquals(fair, (double) referee.served[machine], 0.1 * fair, "machine " + machine);
            }
            assertTrue(fair > 0.8 * 2 * CORES * 375 / 3 * MILLI, "hardware threads are used: " + fair / MILLI + " ms");
        }
    }

    /** Guests that compute a little and halt, woken at random: all that was given is computed, on cores that sleep and wake. */
    @Test
    void guestsThatHaltAndWakeLoseNothingAndNeverShareACore() {
        for (long seed = 1; seed <= 10; seed++) {
            Referee referee = new Referee();
            VmHost host = new VmHost(seed % 2 == 0 ? wave() : onHost(), referee);
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            double[] given = new double[1];
            List<List<VirtualCpu>> machines = List.of(host.machine(1, 5), host.machine(2, 1), host.machine(3, 12));
            host.client(() -> {
                host.timeline().spend(20 * MILLI);
                for (int i = 0; i < 400; i++) {
                    host.timeline().spend(random.nextLong(500_000 * Timeline.NANO));
                    List<VirtualCpu> guests = machines.get(random.nextInt(machines.size()));
                    VirtualCpu guest = guests.get(random.nextInt(guests.size()));
                    if (guest.done() && guest.state() == dev.wave.core.protocol.TargetState.BLOCKED) {
                        double cycles = 1_000 + random.nextInt(5_000_000);
                        given[0] += cycles;
                        host.wake(guest, cycles);
                    }
                }
            });
            host.start(random);
            host.run(1_000 * MILLI);
            String replay = "seed " + seed;
            assertFalse(given[0] == 0, replay);
            double done = machines.stream()
                    .flatMap(List::stream)
                    .mapToDouble(VirtualCpu::doneCycles)
                    .sum();
            assertEquals(given[0], done, 1_000, replay);
        }
    }
}
