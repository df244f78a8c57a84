package dev.wave.core.reordering;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A host and a NIC, joined by a link that is not coherent: processors, the memories they share, and the time between them. One seed gives one
 * run.
 *
 * <p>Before each access of a processor the machine lets some memory events happen: a store leaves a buffer or arrives, a cached line is
 * evicted or fetched. What may happen when is said in {@link Processor} and {@link ReorderingWindow}, each rule with its source.
 *
 * <p>Time counts accesses and events. Nothing here depends on a test framework, so that a simulator can use it as it is.
 */
public final class Machine {

    /** How much happens by itself. */
    public enum Temper {
        /** Buffers drain and lines are evicted at any time, as they please. */
        RESTLESS,
        /**
         * Write-combining buffers hold what they have, and write-through lines stay, until somebody asks: both manuals allow it for any
         * length of time. What arrives in the end under this temper does so by the program's own doing.
         */
        STUBBORN
    }

    private final RandomGenerator random;
    private final Temper temper;
    private final Fences fences;
    private final List<Processor> processors = new ArrayList<>();
    private final LateLoads lateLoads;
    private final int reach;
    private Runnable point = () -> {};
    private long now = 1;

    public Machine(RandomGenerator random, Temper temper, Fences fences) {
        this(random, temper, fences, null);
    }

    /** @param late the load that is late in this run, found by an earlier run of the same seed; null for none */
    Machine(RandomGenerator random, Temper temper, Fences fences, LateLoads.Late late) {
        this.random = random;
        this.temper = temper;
        this.fences = fences;
        this.reach = 16 << random.nextInt(6);
        // A source of its own: both runs draw the same numbers otherwise.
        this.lateLoads = new LateLoads(new SplittableRandom(random.nextLong()), late);
    }

    /** A machine and what happens on it. */
    @FunctionalInterface
    public interface Story {
        /** Builds everything anew from the machine and its seed, and runs it. */
        void run(Machine machine);
    }

    /**
     * Runs a story, and once more if one of its loads could have been performed late.
     *
     * @param source makes the random numbers of the seed anew
     * @param after called after each run that counts
     */
    public static void play(
            Supplier<RandomGenerator> source, Temper temper, Fences fences, Story story, Runnable after) {
        Machine first = new Machine(source.get(), temper, fences);
        story.run(first);
        after.run();
        LateLoads.Late late = first.lateLoads.candidate();
        if (late != null) {
            playLate(new Machine(source.get(), temper, fences, late), story, after);
        }
    }

    /** What a refuted run stumbles over is as void as its result. */
    private static void playLate(Machine machine, Story story, Runnable after) {
        try {
            story.run(machine);
        } catch (RuntimeException | AssertionError e) {
            if (!machine.lateLoads.refuted()) {
                throw e;
            }
        }
        if (!machine.lateLoads.refuted()) {
            after.run();
        }
    }

    /** Adds a hardware thread. */
    public Processor processor(Ordering ordering) {
        Processor processor = new Processor(this, ordering);
        processors.add(processor);
        return processor;
    }

    /** What is called before each access: a scheduler's chance to let somebody else go on. */
    public void atEachAccess(Runnable point) {
        this.point = point;
    }

    /** An access is about to be executed. */
    void access() {
        point.run();
        now++;
        for (int draw = random.nextInt(8); draw >= 5; draw--) {
            event();
        }
    }

    /** Lets one thing happen, or nothing. */
    public void event() {
        if (!processors.isEmpty()) {
            processors.get(random.nextInt(processors.size())).event();
        }
    }

    /** How far back a load may reach, in this run: processors execute early, but not for ever. */
    int reach() {
        return reach;
    }

    long now() {
        return now;
    }

    /** A new moment, for something that becomes visible. */
    long tick() {
        return ++now;
    }

    LateLoads lateLoads() {
        return lateLoads;
    }

    /** Where everything random here comes from. */
    public RandomGenerator random() {
        return random;
    }

    boolean stubborn() {
        return temper == Temper.STUBBORN;
    }

    boolean ignores(Fences.Kind kind) {
        return fences.ignores(kind);
    }
}
