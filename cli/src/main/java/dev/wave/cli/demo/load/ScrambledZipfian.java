package dev.wave.cli.demo.load;

import java.util.random.RandomGenerator;

/**
 * YCSB's scrambled zipfian choice of keys: some are asked for far more often than others, and the popular ones lie all over the key
 * space. Gray et al., "Quickly generating billion-record synthetic databases", with YCSB's constant 0.99 and its FNV hash.
 */
public final class ScrambledZipfian {
    private static final double THETA = 0.99;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 1099511628211L;

    private final long items;
    private final double zetaOfAll;
    private final double alpha;
    private final double eta;
    private final double secondItem;

    public ScrambledZipfian(long items) {
        this.items = items;
        zetaOfAll = zeta(items);
        alpha = 1 / (1 - THETA);
        eta = (1 - Math.pow(2.0 / items, 1 - THETA)) / (1 - zeta(2) / zetaOfAll);
        secondItem = 1 + Math.pow(0.5, THETA);
    }

    private static double zeta(long items) {
        double sum = 0;
        for (long i = 1; i <= items; i++) {
            sum += 1 / Math.pow((double) i, THETA);
        }
        return sum;
    }

    /** The next key, from 0 to items - 1. */
    public long next(RandomGenerator random) {
        return scramble(rank(random)) % items;
    }

    /** The next rank: 0 is the most popular. */
    long rank(RandomGenerator random) {
        double u = random.nextDouble();
        double scaled = u * zetaOfAll;
        if (scaled < 1) {
            return 0;
        }
        if (scaled < secondItem) {
            return 1;
        }
        return Math.min(items - 1, (long) (items * Math.pow(eta * u - eta + 1, alpha)));
    }

    private static long scramble(long value) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < Long.BYTES; i++) {
            hash = (hash ^ (value & 0xff)) * FNV_PRIME;
            value >>>= 8;
        }
        return hash & Long.MAX_VALUE;
    }
}
