package wavebench.loops;

import dev.wave.threads.preempt.NoPreempt;
import java.util.Arrays;
import java.util.List;

/** Each runs for a fraction of a millisecond to a few, and gives something that depends on all it did. */
public final class Loops {
    private static final int TURNS = 400_000;
    private static final int LENGTH = 1 << 16;
    private static final int CHAIN = 1 << 20;
    private static final int[] NUMBERS = numbers(LENGTH);
    private static final int[] NEXT = chain(CHAIN);
    private static final List<Integer> BOXED = Arrays.stream(NUMBERS).boxed().toList();
    private static final Step[] STEPS = {new Add(3), new Times(5), new Halves(2)};

    private Loops() {}

    private static int[] numbers(int length) {
        int[] numbers = new int[length];
        int state = 12345;
        for (int i = 0; i < length; i++) {
            state = state * 1_103_515_245 + 12_345;
            numbers[i] = state >>> 8;
        }
        return numbers;
    }

    /** One cycle through all places, far apart: each step misses the caches. */
    private static int[] chain(int length) {
        int[] next = new int[length];
        int stride = 611_953;
        for (int i = 0; i < length; i++) {
            next[i] = (i + stride) & length - 1;
        }
        return next;
    }

    /** A dependent chain of cheap operations on an {@code int} counter. */
    public static long tight() {
        long sum = 1;
        for (int i = 0; i < TURNS; i++) {
            sum = sum * 31 + i;
        }
        return sum;
    }

    /** The JIT compiler takes a {@code long} counter for a loop that is not counted. */
    public static long longCounter() {
        long sum = 1;
        for (long i = 0; i < TURNS; i++) {
            sum = (sum ^ i) * 31;
        }
        return sum;
    }

    /** Additions over arrays: compiled to vector instructions. */
    public static long vectorised() {
        int sum = 0;
        for (int round = 0; round < 64; round++) {
            for (int i = 0; i < LENGTH; i++) {
                sum += NUMBERS[i] ^ round;
            }
        }
        return sum;
    }

    /** Branches that no predictor foresees. */
    public static long branchy() {
        long sum = 0;
        for (int round = 0; round < 4; round++) {
            for (int number : NUMBERS) {
                sum += (number & 1) == 0 ? number : -(number >> 1);
                if ((number & 6) == 6) {
                    sum ^= number;
                }
            }
        }
        return sum;
    }

    /** Recursion: a call for each few operations. */
    public static long calls() {
        return fibonacci(22);
    }

    private static long fibonacci(int n) {
        return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
    }

    /** Each turn waits for memory. */
    public static long misses() {
        int at = 0;
        for (int i = 0; i < 20_000; i++) {
            at = NEXT[at];
        }
        return at;
    }

    /** Each turn makes an object that is kept for a while. */
    public static long allocating() {
        byte[][] kept = new byte[64][];
        long sum = 0;
        for (int i = 0; i < 10_000; i++) {
            kept[i & 63] = new byte[64 + (i & 31)];
            sum += kept[i * 7 & 63] == null ? 0 : kept[i * 7 & 63].length;
        }
        return sum;
    }

    /** Each turn holds a monitor for a moment. */
    public static long monitors() {
        long sum = 0;
        for (int i = 0; i < 50_000; i++) {
            synchronized (NUMBERS) {
                sum += NUMBERS[i & LENGTH - 1];
            }
        }
        return sum;
    }

    /** Calls of the JDK and of an interface, of which a poll knows no more than their names. */
    public static long library() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(NUMBERS[i]).append(',');
        }
        long sum = text.length();
        for (int x : BOXED) {
            sum += x;
        }
        for (int i = 0; i < BOXED.size(); i++) {
            sum ^= BOXED.get(i);
        }
        for (int i = 0; i < LENGTH; i++) {
            sum += STEPS[i % STEPS.length].step(NUMBERS[i]);
        }
        return sum;
    }

    private interface Step {
        int step(int x);
    }

    private record Add(int by) implements Step {
        @Override
        public int step(int x) {
            return x + by;
        }
    }

    private record Times(int by) implements Step {
        @Override
        public int step(int x) {
            return x * by;
        }
    }

    private record Halves(int count) implements Step {
        @Override
        public int step(int x) {
            return x >> count;
        }
    }

    /** As {@link #tight}, but its author wants no polls. */
    @NoPreempt
    public static long noPreempt() {
        long sum = 1;
        for (int i = 0; i < TURNS; i++) {
            sum = sum * 31 + i;
        }
        return sum;
    }

    /** Time spent in the JDK, which is not instrumented. */
    public static long insideTheJdk() {
        int[] copy = NUMBERS.clone();
        Arrays.sort(copy);
        return copy[LENGTH / 2];
    }
}
