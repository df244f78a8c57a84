package dev.wave.core;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;

/** The seeds of randomised tests: the same ones in every build, others on demand, and the line that replays one. */
public final class Seeds {
    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private Seeds() {}

    /** One seed if {@code -Dwave.seed=N} asks for it, else {@code -Dwave.seeds=COUNT} or {@code usual} of them. */
    public static LongStream run(int usual) {
        Long one = Long.getLong("wave.seed");
        return one != null ? LongStream.of(one) : LongStream.range(1, 1L + Integer.getInteger("wave.seeds", usual));
    }

    public static RandomGenerator random(long seed) {
        return FACTORY.create(seed);
    }

    /** What a failure message says about its seed. */
    public static String replay(Class<?> test, long seed) {
        return "seed " + seed + "; to replay: ./wave test -pl core -Dtest=" + test.getSimpleName() + " -Dwave.seed="
                + seed;
    }

    /** Runs a body for every seed; what it throws is thrown on with the line that replays it. */
    public static void each(Class<?> test, int usual, SeededBody body) {
        run(usual).forEach(seed -> {
            try {
                body.run(seed, random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError(replay(test, seed) + ": " + e.getMessage(), e);
            }
        });
    }

    /** A test's body for one seed. */
    @FunctionalInterface
    public interface SeededBody {
        void run(long seed, RandomGenerator random) throws Exception;
    }
}
