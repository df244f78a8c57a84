package dev.wave.verify.bench.fallback;

import java.lang.ref.Reference;

/** Live objects that make a full collection take its time, as a service's heap does. */
final class Ballast {
    private static final int OBJECTS = 2_500_000;

    private final Object[] kept = new Object[OBJECTS];

    Ballast() {
        for (int i = 0; i < OBJECTS; i++) {
            kept[i] = new long[] {i};
        }
    }

    /**
     * A full collection of this process.
     *
     * @return nanoseconds it took
     */
    long collect() {
        // New garbage in between makes the collector move what is kept.
        for (int i = 0; i < OBJECTS; i += 3) {
            kept[i] = new long[] {i};
        }
        long start = System.nanoTime();
        System.gc();
        long took = System.nanoTime() - start;
        Reference.reachabilityFence(kept);
        return took;
    }
}
