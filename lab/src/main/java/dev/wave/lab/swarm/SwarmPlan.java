package dev.wave.lab.swarm;

import dev.wave.core.host.WatchdogLimits;
import dev.wave.core.model.MachineModel;
import dev.wave.core.protocol.Geometry;
import dev.wave.sim.machine.LinkShape;
import dev.wave.sim.time.Timeline;
import dev.wave.threads.policy.Policies;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What one seed draws: a machine, its load, and which faults befall it how often. Half of the kinds of faults are left out of each plan, for a fault often hides another
 * one; in the manner of FoundationDB's simulation (Zhou et al., SIGMOD 2021) and TigerBeetle's VOPR.
 *
 * @param memory how much it does by itself
 * @param faults of each kind, how many are expected while faults go on; of those of interrupts, which share of all
 * @param troubledPicos for how long they go on
 */
record SwarmPlan(
        long seed,
        MachineModel model,
        LinkShape shape,
        Unrest memory,
        Geometry geometry,
        WatchdogLimits limits,
        Load load,
        AgentStyle agents,
        Map<FaultKind, Double> faults,
        long troubledPicos) {
    static final long MICRO = 1_000 * Timeline.NANO;
    static final long MILLI = 1_000 * MICRO;

    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");
    private static final int MOST_CORES = 8;
    private static final List<LinkShape> SHAPES =
            List.of(LinkShape.UNCACHED_ALL, LinkShape.NIC_CACHED, LinkShape.TUNED, LinkShape.TUNED, LinkShape.COHERENT);

    /** How memory behaves: as it must, as it may, or so that nothing moves before it is asked to. */
    enum Unrest {
        NONE,
        RESTLESS,
        STUBBORN
    }

    /**
     * What there is to do.
     *
     * @param wakers how many others wake threads, beside the cores themselves
     * @param gapPicos between two wakings of a waker, on average
     * @param runPicos how long threads compute, on average
     */
    record Load(int threads, int wakers, long gapPicos, long runPicos) {}

    /**
     * How agents are.
     *
     * @param policy the first one's
     * @param sleeps whether they sleep on their interrupt, or poll
     * @param pausePicos between two fruitless looks
     */
    record AgentStyle(String policy, int prestage, boolean sleeps, long pausePicos) {}

    /** A source of chance for whoever asks for {@code what}. */
    RandomGenerator random(int what) {
        return FACTORY.create(seed * 31 + what);
    }

    double expected(FaultKind kind) {
        return faults.getOrDefault(kind, 0.0);
    }

    static SwarmPlan draw(long seed) {
        RandomGenerator random = FACTORY.create(seed);
        LinkShape shape = one(SHAPES, random);
        int cores = 1 + random.nextInt(MOST_CORES);
        long troubled = (1 + random.nextInt(4)) * MILLI;
        long silence = 1_000_000L + random.nextInt(1_000_000);
        return new SwarmPlan(
                seed,
                shape == LinkShape.COHERENT ? MachineModel.COHERENT : MachineModel.MOUNT_EVANS,
                shape,
                one(List.of(Unrest.values()), random),
                new Geometry(cores, 2 + random.nextInt(3), 4 << random.nextInt(5), 4, 8),
                new WatchdogLimits(silence, silence * (1 + random.nextInt(4))),
                load(cores, random),
                style(random),
                faults(random),
                troubled);
    }

    private static Load load(int cores, RandomGenerator random) {
        int threads = 1 + random.nextInt(3 * cores);
        long run = (1 + random.nextInt(30)) * MICRO;
        int wakers = 1 + random.nextInt(3);
        return new Load(threads, wakers, (20 + random.nextInt(100)) * MICRO / cores * wakers, run);
    }

    private static AgentStyle style(RandomGenerator random) {
        return new AgentStyle(
                one(Policies.NAMES, random),
                random.nextInt(3),
                random.nextBoolean(),
                (200 + random.nextInt(2_000)) * Timeline.NANO);
    }

    private static Map<FaultKind, Double> faults(RandomGenerator random) {
        Map<FaultKind, Double> faults = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            if (random.nextBoolean()) {
                faults.put(
                        kind,
                        switch (kind) {
                            case INTERRUPT_LOST, INTERRUPT_LATE, INTERRUPT_DUPLICATED ->
                                Math.pow(10, -3 * random.nextDouble());
                            default -> Math.pow(12, random.nextDouble());
                        });
            }
        }
        return faults;
    }

    static <T> T one(List<T> of, RandomGenerator random) {
        return of.get(random.nextInt(of.size()));
    }
}
