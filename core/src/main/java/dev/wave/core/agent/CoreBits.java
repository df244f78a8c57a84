package dev.wave.core.agent;

import dev.wave.core.link.Window;

/** A word with one bit for each core, modulo 64: the other side looks at it before it looks at a line of each core. */
final class CoreBits {
    private static final int BITS = Long.SIZE;

    private final Window own;
    private final long offset;
    private final boolean[] set;
    private long word;

    CoreBits(Window own, long offset, int cores) {
        this.own = own;
        this.offset = offset;
        this.set = new boolean[cores];
    }

    /** What the bit points to must be stored before, with a fence behind it. */
    void set(int core) {
        set[core] = true;
        publish(word | 1L << core);
    }

    /** The bit stays while another core that shares it needs it. */
    void clear(int core) {
        if (set[core]) {
            set[core] = false;
            if (!anyShares(core)) {
                publish(word & ~(1L << core));
            }
        }
    }

    private boolean anyShares(int core) {
        for (int other = core % BITS; other < set.length; other += BITS) {
            if (set[other]) {
                return true;
            }
        }
        return false;
    }

    private void publish(long next) {
        word = next;
        own.store(offset, next);
        own.flush(offset);
    }
}
