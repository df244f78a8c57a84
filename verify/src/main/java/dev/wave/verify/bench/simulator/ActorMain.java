package dev.wave.verify.bench.simulator;

import dev.wave.core.link.WindowAttribute;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.memory.Disorder;
import dev.wave.sim.memory.FenceFilter;
import dev.wave.sim.memory.Memory;
import dev.wave.sim.memory.MemorySystem;
import dev.wave.sim.memory.Side;
import dev.wave.sim.memory.SimulatedWindow;
import dev.wave.sim.time.Timeline;
import dev.wave.verify.bench.harness.Pin;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A process that lets actors meet.
 *
 * <p>Arguments: CPU, then {@code wait} (two actors wait in turns), {@code store} or {@code load} (two cores of a host do so across the link, in turns) or numbers of
 * actors that wait at random. Prints {@code each WHAT NANOS}, per suspension, per access or per event, and {@code switches}.
 */
public final class ActorMain {
    private static final int ROUNDS = 15;
    private static final long WARM_NANOS = 600_000_000;
    private static final long ROUND_NANOS = 10_000_000;
    private static final long STEP = 10 * Timeline.NANO;
    private static final int MEMORY_BYTES = 4_096;

    private long done;

    private ActorMain() {}

    public static void main(String[] args) {
        Pin.to(Integer.parseInt(args[0]));
        for (String what : Arrays.copyOfRange(args, 1, args.length)) {
            System.out.println("each " + what + " " + new ActorMain().measure(what));
        }
        System.out.println("switches " + Pin.switches());
    }

    private double measure(String what) {
        Timeline timeline = new Timeline();
        switch (what) {
            case "wait" -> inTurns(timeline);
            case "store", "load" -> acrossTheLink(timeline, what.equals("load"));
            default -> atRandom(timeline, Integer.parseInt(what));
        }
        long slice = sliceOf(timeline);
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = nanosEach(timeline, slice);
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    /** Warms up. @return virtual time that takes about a round */
    private long sliceOf(Timeline timeline) {
        long slice = 1_000 * STEP;
        long began = System.nanoTime();
        while (System.nanoTime() - began < WARM_NANOS) {
            long from = System.nanoTime();
            timeline.runUntil(timeline.now() + slice);
            if (System.nanoTime() - from < ROUND_NANOS) {
                slice += slice / 4;
            }
        }
        return slice;
    }

    private double nanosEach(Timeline timeline, long slice) {
        long before = done;
        long from = System.nanoTime();
        timeline.runUntil(timeline.now() + slice);
        return (System.nanoTime() - from) / (double) (done - before);
    }

    private void inTurns(Timeline timeline) {
        for (int i = 0; i < 2; i++) {
            timeline.actor("one of two", () -> {
                while (true) {
                    timeline.spend(STEP);
                    done++;
                }
            });
        }
    }

    private void acrossTheLink(Timeline timeline, boolean load) {
        MemorySystem system = new MemorySystem(timeline, MachineModel.MOUNT_EVANS, Disorder.NONE, FenceFilter.KEPT);
        SimulatedWindow window = system.window(new Memory(Side.NIC, MEMORY_BYTES), Side.HOST, WindowAttribute.UNCACHED);
        for (int i = 0; i < 2; i++) {
            long offset = i * 64L;
            timeline.actor("core", () -> {
                        while (true) {
                            if (load) {
                                window.load(offset);
                            } else {
                                window.store(offset, done);
                            }
                            done++;
                        }
                    })
                    .at(system.processor(Side.HOST));
        }
    }

    private void atRandom(Timeline timeline, int actors) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
        for (int i = 0; i < actors; i++) {
            timeline.actor("one of many", () -> {
                while (true) {
                    timeline.spend((long) (random.nextExponential() * actors * STEP));
                    done++;
                }
            });
        }
    }
}
