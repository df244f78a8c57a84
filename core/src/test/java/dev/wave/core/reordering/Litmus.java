package dev.wave.core.reordering;

import dev.wave.core.Seeds;
import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A litmus test: a few straight programs side by side, and what their registers hold at the end. The programs' instructions are interleaved at
 * random.
 *
 * <p>X, Y and F lie in lines of their own, Z in X's line; W and V are a memory apart, as a host's own beside a device's.
 */
final class Litmus {
    static final long X = 0;
    static final long Z = 8;
    static final long Y = 64;
    static final long F = 128;

    private static final int SEEDS = 10_000;

    private final Machine machine;
    private final SharedMemory device = new SharedMemory(192);
    private final SharedMemory hostMemory = new SharedMemory(192);
    private final List<Program> programs = new ArrayList<>();
    private final long[] registers = new long[8];
    private int used;

    private Litmus(Machine machine) {
        this.machine = machine;
    }

    /** A program: what one processor does, in order. */
    final class Program {
        private final Processor processor;
        private final Window window;
        private final Deque<Runnable> instructions = new ArrayDeque<>();

        private Program(Processor processor, Window window) {
            this.processor = processor;
            this.window = window;
        }

        Program store(long where, long value) {
            return then(() -> window.store(where, value));
        }

        /** Loads into the next register. */
        Program load(long where) {
            return loadFrom(window, where);
        }

        private Program loadFrom(Window from, long where) {
            int register = used++;
            return then(() -> registers[register] = from.load(where));
        }

        /** The same processor's view of the host's own memory, or of the device under another attribute. */
        Program through(Window other, Consumer<Program> more) {
            Program view = new Program(processor, other);
            more.accept(view);
            instructions.addAll(view.instructions);
            return this;
        }

        Window hostMemory(WindowAttribute attribute) {
            return processor.map(hostMemory, attribute);
        }

        Window device(WindowAttribute attribute) {
            return processor.map(device, attribute);
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

        Program then(Runnable instruction) {
            instructions.add(instruction);
            return this;
        }

        /** Adds to itself only if {@code condition}: for the same test with and without a fence. */
        Program when(boolean condition, Consumer<Program> more) {
            if (condition) {
                more.accept(this);
            }
            return this;
        }
    }

    /** Another processor, looking at the device's memory. */
    Program processor(Ordering ordering, WindowAttribute attribute) {
        Processor processor = machine.processor(ordering);
        Program program = new Program(processor, processor.map(device, attribute));
        programs.add(program);
        return program;
    }

    private String run(RandomGenerator random) {
        List<Program> running = new ArrayList<>(programs);
        int pace = random.nextInt(8);
        while (!running.isEmpty()) {
            Program next = running.get(random.nextInt(running.size()));
            if (next.instructions.isEmpty()) {
                running.remove(next);
            } else if (random.nextInt(8) < pace) {
                machine.event();
            } else {
                next.instructions.poll().run();
            }
        }
        settle();
        return Arrays.stream(registers, 0, used).mapToObj(Long::toString).collect(Collectors.joining(","));
    }

    /** Everything that {@code test} shows in many runs, in order, separated by blanks. */
    static String shows(Consumer<Litmus> test) {
        return shows(Machine.Temper.RESTLESS, test);
    }

    /** As {@link #shows(Consumer)}; without registers, it is X and Y at the end that count. */
    static String shows(Machine.Temper temper, Consumer<Litmus> test) {
        var seen = new java.util.TreeSet<String>();
        for (long seed = 0; seed < SEEDS; seed++) {
            long each = seed;
            String[] outcome = {""};
            Machine.play(
                    () -> Seeds.random(each),
                    temper,
                    Fences.KEPT,
                    machine -> {
                        Litmus litmus = new Litmus(machine);
                        test.accept(litmus);
                        outcome[0] = litmus.run(Seeds.random(~each));
                        outcome[0] = litmus.used == 0 ? litmus.finalState() : outcome[0];
                    },
                    () -> seen.add(outcome[0]));
        }
        return String.join(" ", seen);
    }

    /** Lets everything arrive that arrives by itself. */
    private void settle() {
        for (int i = 0; i < 200; i++) {
            machine.event();
        }
    }

    private String finalState() {
        return device.newestValue((int) X / 8) + "," + device.newestValue((int) Y / 8);
    }
}
