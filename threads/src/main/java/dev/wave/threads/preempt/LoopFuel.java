package dev.wave.threads.preempt;

/**
 * How long loops run between two polls. Called by instrumented code only.
 *
 * <p>A poll in every iteration would cost up to three times a tight loop, because no vectorised or unrolled loop
 * survives a memory barrier inside. So a method that loops has one local counter, its <em>fuel</em>: iterations burn
 * it, all loops of the method share it, and when it is used up the method polls and starts afresh. The common back edge
 * and the one that polls are separate jumps to the same loop head, which the JIT compiler turns into two nested loops
 * with a clean inner one. Simple counted loops are cut into strips as long as the fuel lasts, so that even a vectorised
 * loop stays as it was.
 */
public final class LoopFuel {
    /** What one poll lasts for, in iterations of a small loop body without calls (about a nanosecond each or less). */
    public static final int FULL = 8192;

    private LoopFuel() {}

    /**
     * A poll.
     *
     * @return the fuel after it
     */
    public static int refill() {
        Preemption.poll();
        return FULL;
    }

    /**
     * The end of a strip of at most {@code length} (at least 0) iterations of a loop that counts up to {@code limit}.
     */
    public static int stripUp(int from, int limit, int length) {
        int end = from + length;
        // If the sum overflowed then the limit is nearer. Math.min, not a comparison: the compiler then knows the
        // result to
        // be within the limit's range and drops the same array checks as before.
        return end < from ? limit : Math.min(end, limit);
    }

    /**
     * The end of a strip of at most {@code length} (at least 0) iterations of a loop that counts down to {@code limit}.
     */
    public static int stripDown(int from, int limit, int length) {
        int end = from - length;
        return end > from ? limit : Math.max(end, limit);
    }

    /**
     * Burns fuel for the last strip of a loop, which ran from {@code low} to {@code high}. At least 1 is left, since a
     * strip must be able to begin; the surrounding loop burns that one.
     */
    public static int burn(int fuel, int low, int high, int shift) {
        int left = fuel - ((high - low) << shift);
        // Greater than before: the loop's counter wrapped around.
        return left > 0 && left <= fuel ? left : 1;
    }
}
