package dev.wave.sim.memory;

import java.util.random.RandomGenerator;

/**
 * How much memory does by itself of what it may do: empty buffers in any order, evict lines, execute loads early. Without it a machine is as orderly as its
 * attributes allow, which is what performance is looked at on; with it, it is as disorderly, which is what finds missing fences.
 *
 * @param random where from; null for none
 * @param stubborn true if write-combining buffers hold what they have, and cached lines stay, until somebody asks: the manuals allow it for any length of time
 */
public record Disorder(RandomGenerator random, boolean stubborn) {
    /** Nothing happens by itself. */
    public static final Disorder NONE = new Disorder(null, true);

    boolean any() {
        return random != null;
    }

    /** One time in {@code times}; never if there is no disorder. */
    boolean chance(int times) {
        return random != null && random.nextInt(times) == 0;
    }

    /** Something between 0 and {@code most}. */
    long upTo(long most) {
        return random == null || most <= 0 ? 0 : random.nextLong(most + 1);
    }

    int below(int bound) {
        return random == null ? 0 : random.nextInt(bound);
    }
}
