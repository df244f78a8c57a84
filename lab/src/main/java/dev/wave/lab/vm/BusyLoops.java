package dev.wave.lab.vm;

import dev.wave.sim.power.HardwareThread;
import dev.wave.sim.time.Timeline;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** One machine with a virtual CPU for each hardware thread of a socket, some of which loop for ever while the others are halted. */
public final class BusyLoops {
    private static final long MILLI = 1_000_000 * Timeline.NANO;

    /** The agent has attached by then, and every core sleeps as deep as it will. */
    private static final long BOOTED = 20 * MILLI;

    private static final long SETTLED = 40 * MILLI;
    private static final int MACHINE = 1;

    /**
     * What came out.
     *
     * @param cyclesPerSecond what the guests computed together, in virtual time
     * @param clock of active cores at the end, in GHz
     * @param deeplyAsleep cores at the end
     */
    public record Outcome(double cyclesPerSecond, double clock, int deeplyAsleep) {}

    private BusyLoops() {}

    /**
     * Runs it.
     *
     * @param active virtual CPUs that loop
     * @param measuredPicos for how long, after everything has come to rest
     */
    public static Outcome run(VmPlan plan, int active, long measuredPicos, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        VmHost host = new VmHost(plan, VmObserver.NONE);
        List<VirtualCpu> guests = host.machine(MACHINE, host.socket().threads());
        host.start(random);
        host.client(() -> {
            host.timeline().spend(BOOTED);
            for (VirtualCpu guest : guests.subList(0, active)) {
                host.timeline().spend(random.nextLong(20_000 * Timeline.NANO));
                host.wake(guest, HardwareThread.ENDLESS);
            }
        });
        host.run(SETTLED);
        double before = host.cycles();
        host.run(SETTLED + measuredPicos);
        double perSecond = (host.cycles() - before) / measuredPicos * 1e12;
        return new Outcome(perSecond, host.socket().clock(), host.socket().deeplyAsleep());
    }
}
