package dev.wave.sim.memory;

import dev.wave.sim.time.Timeline;
import java.util.random.RandomGenerator;

/**
 * How much memory does by itself of what it may do: empty buffers in any order, evict lines, execute loads early. Without it a machine is as orderly as its
 * attributes allow, which is what performance is looked at on; with it, it is as disorderly, which is what finds missing fences.
 *
 * @param random where from; null for none
 * @param stubborn true if write-combining buffers hold what they have, and cached lines stay, until somebody asks: the manuals allow it for any length of time
 */
public record Disorder(RandomGenerator random, boolean stubborn) {
    /** How long a store may linger in a store buffer now and then: nothing in the manuals bounds it. */
    private static final long LONG = 20_000 * Timeline.NANO;

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

    /** How long something is held back that usually is for no longer than {@code usual}: now and then for much longer. */
    long hold(long usual) {
        return chance(16) ? upTo(LONG) : upTo(usual);
    }

    int below(int bound) {
        return random == null ? 0 : random.nextInt(bound);
    }
}
