package dev.wave.cli.demo.load;

import dev.wave.cli.demo.wire.RequestLayout;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Every request of one run, drawn before it starts: one seed, one run. */
public final class Traffic {
    private static final double GENTLE_SHARE = 0.4;

    private final long[] offsets;
    private final int[] keys;
    private final BitSet scans;
    private final int scanEntries;

    private Traffic(long[] offsets, int[] keys, BitSet scans, int scanEntries) {
        this.offsets = offsets;
        this.keys = keys;
        this.scans = scans;
        this.scanEntries = scanEntries;
    }

    /** What requests ask for. @param scanShare share of requests that are scans */
    public record Mix(int keys, double scanShare, int scanEntries) {}

    /** Requests that arrive by themselves, at a mean rate, for a time, after a start at a part of the rate. */
    public static Traffic open(Mix mix, double perSecond, long gentleNanos, long nanos, long seed) {
        RandomGenerator random = generator(seed);
        return draw(mix, Arrivals.gentleStart(perSecond, gentleNanos, GENTLE_SHARE, nanos, random), random);
    }

    /** Requests without arrival times of their own. */
    public static Traffic closed(Mix mix, int count, long seed) {
        return draw(mix, new long[count], generator(seed));
    }

    private static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static Traffic draw(Mix mix, long[] offsets, RandomGenerator random) {
        ScrambledZipfian popular = new ScrambledZipfian(mix.keys());
        int[] keys = new int[offsets.length];
        BitSet scans = new BitSet(offsets.length);
        for (int i = 0; i < keys.length; i++) {
            boolean scan = random.nextDouble() < mix.scanShare();
            scans.set(i, scan);
            int key = (int) popular.next(random);
            // A scan never runs off the end, so that all are equally long.
            keys[i] = scan ? key % (mix.keys() - mix.scanEntries()) : key;
        }
        return new Traffic(offsets, keys, scans, mix.scanEntries());
    }

    public int size() {
        return keys.length;
    }

    /** When request {@code index} arrives, in nanoseconds after the start. */
    public long offset(int index) {
        return offsets[index];
    }

    public int key(int index) {
        return keys[index];
    }

    public boolean scan(int index) {
        return scans.get(index);
    }

    public long kind(int index) {
        return scan(index) ? RequestLayout.SCAN : RequestLayout.GET;
    }

    /** How many entries request {@code index} reads in sequence; 0 for a GET. */
    public int entries(int index) {
        return scan(index) ? scanEntries : 0;
    }
}
