package dev.wave.core.reordering;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Loads that are performed after stores that follow them in the program, which Arm allows (load buffering: Arm ARM B2.3, and its
 * appendix of barrier litmus tests) and x86 does not (SDM 8.2.2, "writes are not reordered with older reads").
 *
 * <p>A program wants a load's value at once, so a run cannot wait for it. Instead, a run notes which load <em>could</em> have been so late: no
 * fence stood behind it yet, a younger store of its processor was already visible, and then somebody changed the word. The same seed is run
 * again with that load returning the value it would have found. The second run is thrown away ({@link #refuted}) unless the change comes true
 * before a fence, and the processor stored meanwhile exactly what it did before: no value out of thin air.
 */
final class LateLoads {
    /** Loads that may be outstanding at once. */
    private static final int OUTSTANDING = 16;

    /**
     * A load and what it would find if it were performed late.
     *
     * @param number how many loads the machine executed before it
     * @param stored a digest of what its processor stored until the word changed
     */
    public record Late(long number, long value, long stored) {}

    /** The late load of this run did not come true. */
    static final class Impossible extends RuntimeException {
        Impossible() {
            super("a load cannot have been that late", null, false, false);
        }
    }

    private static final class Open {
        final Processor processor;
        final ReorderingWindow window;
        final int word;
        final long number;
        boolean overtaken;
        long stored = 1;

        Open(Processor processor, ReorderingWindow window, int word, long number) {
            this.processor = processor;
            this.window = window;
            this.word = word;
            this.number = number;
        }
    }

    private final Deque<Open> open = new ArrayDeque<>();
    private final RandomGenerator random;
    private final Late promise;
    private Open promised;
    private boolean kept;
    private Late candidate;
    private int candidates;
    private long loads;

    /** @param promise the load that is late in this run, or null */
    LateLoads(RandomGenerator random, Late promise) {
        this.random = random;
        this.promise = promise;
    }

    /** A load was executed that may be late; returns the value that the program gets. */
    long executed(Processor processor, ReorderingWindow window, int word, long value) {
        long number = loads++;
        // Coherence: an older load of the same word cannot be performed after this one.
        perform(load -> load.processor == processor && load.window == window && load.word == word);
        Open load = new Open(processor, window, word, number);
        open.add(load);
        if (open.size() > OUTSTANDING) {
            Open oldest = open.peek();
            perform(other -> other == oldest);
        }
        if (promise != null && promise.number == number) {
            promised = load;
            return promise.value;
        }
        return value;
    }

    void stored(Processor processor, int word, long value) {
        for (Open load : open) {
            if (load.processor == processor) {
                load.stored = (load.stored * 31 + word) * 31 + value;
            }
        }
    }

    void fenced(Processor processor) {
        perform(load -> load.processor == processor);
    }

    /** These loads can wait no longer. */
    private void perform(Predicate<Open> those) {
        if (promised != null && !kept && open.contains(promised) && those.test(promised)) {
            throw new Impossible();
        }
        open.removeIf(those);
    }

    /** A store became visible. */
    void committed(Processor processor, SharedMemory memory, int word, long value) {
        for (Open load : open) {
            if (load.processor == processor) {
                load.overtaken = true;
            } else if (load.overtaken && load.window.memory == memory && load.word == word) {
                changed(load, value);
            }
        }
    }

    private void changed(Open load, long value) {
        if (load == promised) {
            if (!kept && promise.value == value && promise.stored == load.stored) {
                kept = true;
                // Performed now: no later load of the word finds an older value, and none behind a fence comes before
                // it.
                load.window.saw(load.window.memory, load.word);
                load.processor.performedAt(load.processor.machine().now());
            }
        } else if (promise == null && random.nextInt(++candidates) == 0) {
            candidate = new Late(load.number, value, load.stored);
        }
    }

    /** One load of this run that could have been late; null if there was none. */
    Late candidate() {
        return candidate;
    }

    /** True if the late load of this run turned out to be impossible; then the run shows nothing. */
    boolean refuted() {
        return promise != null && !kept;
    }
}
