package dev.wave.verify.faults;

import java.util.ArrayList;
import java.util.List;

/** Makes garbage collections long: they have two million live objects to visit. */
final class Ballast {
    private static final int OBJECTS = 2_000_000;

    private Ballast() {}

    /** @return how many objects were alive through all of it */
    static int collect(long times) {
        List<int[]> live = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            live.add(new int[] {i});
        }
        for (long i = 0; i < times; i++) {
            System.gc();
        }
        return live.size();
    }
}
