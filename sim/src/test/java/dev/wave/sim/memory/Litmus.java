package dev.wave.sim.memory;

import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.time.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/**
 * A litmus test on the timed machine: a few straight programs side by side, each with pauses of its own, and what their registers hold at the end.
 *
 * <p>X, Y and F lie in lines of their own of the NIC's memory, Z in X's line.
 */
final class Litmus {
    static final long X = 0;
    static final long Z = 8;
    static final long Y = 64;
    static final long F = 128;

    private static final int SEEDS = 20_000;
    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private final Timeline timeline = new Timeline();
    private final Memory device = new Memory(Side.NIC, 192);
    /** For those who reach it by DMA. */
    private final Memory hosts = new Memory(Side.HOST, 192);

    private final MemorySystem system;
    private final RandomGenerator random;
    private final int pace;
    private final List<Program> programs = new ArrayList<>();
    private final long[] registers = new long[8];
    private int used;

    private Litmus(long seed, boolean stubborn) {
        this.random = FACTORY.create(seed);
        this.pace = random.nextInt(11);
        this.system =
                new MemorySystem(timeline, MachineModel.MOUNT_EVANS, new Disorder(random, stubborn), FenceFilter.KEPT);
    }

    /** What one core does, in order. */
    final class Program {
        private final Processor processor;
        private final Window window;
        private final List<Runnable> instructions;

        private Program(Processor processor, Window window, List<Runnable> instructions) {
            this.processor = processor;
            this.window = window;
            this.instructions = instructions;
        }

        Program store(long where, long value) {
            return then(() -> window.store(where, value));
        }

        /** Loads into the next register. */
        Program load(long where) {
            int register = used++;
            return then(() -> registers[register] = window.load(where));
        }

        /** The same core's view of the device under another attribute. */
        Program device(WindowAttribute attribute, Consumer<Program> more) {
            return through(system.window(device, processor.side(), attribute), more);
        }

        private Program through(Window other, Consumer<Program> more) {
            more.accept(new Program(processor, other, instructions));
            return this;
        }

        Program storeFence() {
            return then(window::storeFence);
        }

        Program loadFence() {
            return then(window::loadFence);
        }

        Program fullFence() {
            return then(window::fullFence);
        }

        Program flush(long where) {
            return then(() -> window.flush(where));
        }

        Program prefetch(long where) {
            return then(() -> window.prefetch(where));
        }

        Program then(Runnable instruction) {
            instructions.add(instruction);
            return this;
        }

        Program when(boolean condition, Consumer<Program> more) {
            if (condition) {
                more.accept(this);
            }
            return this;
        }

        private void run() {
            timeline.spend(random.nextLong(1L + (Timeline.NANO << random.nextInt(13))));
            for (Runnable instruction : instructions) {
                timeline.spend(random.nextLong(1L + (Timeline.NANO << pace)));
                instruction.run();
            }
        }
    }

    /** A core of the host that sees the device's memory under an attribute. */
    Program host(WindowAttribute attribute) {
        return program(Side.HOST, attribute);
    }

    /** A core of the NIC. */
    Program nic(WindowAttribute attribute) {
        return program(Side.NIC, attribute);
    }

    private Program program(Side side, WindowAttribute attribute) {
        return program(side, system.window(device, side, attribute));
    }

    /** A core of the host that looks at the host's own memory. */
    Program hostAtHome() {
        return program(Side.HOST, system.window(hosts, Side.HOST, WindowAttribute.WRITE_BACK));
    }

    /** A core of the NIC that reaches the host's memory by DMA. */
    Program nicByDma() {
        return program(Side.NIC, system.dmaWindow(hosts));
    }

    private Program program(Side side, Window window) {
        Program program = new Program(system.processor(side), window, new ArrayList<>());
        programs.add(program);
        return program;
    }

    private String run() {
        for (Program program : programs) {
            timeline.actor("litmus", program::run).at(program.processor);
        }
        timeline.run();
        device.settle(Long.MAX_VALUE - 1);
        return used > 0
                ? Arrays.stream(registers, 0, used).mapToObj(Long::toString).collect(Collectors.joining(","))
                : device.get((int) X / 8) + "," + device.get((int) Y / 8);
    }

    /** Everything that {@code test} shows in many runs, in order, separated by blanks; without registers it is X and Y at the end that count. */
    static String shows(Consumer<Litmus> test) {
        return shows(false, test);
    }

    static String shows(boolean stubborn, Consumer<Litmus> test) {
        var seen = new TreeSet<String>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Litmus litmus = new Litmus(seed, stubborn);
            test.accept(litmus);
            seen.add(litmus.run());
        }
        return String.join(" ", seen);
    }
}
