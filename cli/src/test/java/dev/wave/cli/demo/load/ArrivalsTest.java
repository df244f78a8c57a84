package dev.wave.cli.demo.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void meanAndScatterOfGapsAreThoseOfPoissonArrivals() {
        long[] offsets = Arrivals.poisson(10_000, 20 * SECOND, seeded(7));
        double mean = (double) offsets[offsets.length - 1] / offsets.length;
        double squares = 0;
        for (int i = 1; i < offsets.length; i++) {
            squares += Math.pow(offsets[i] - offsets[i - 1] - mean, 2);
        }
        assertEquals(100_000, mean, 1_000);
        // Of exponential gaps the deviation equals the mean.
        assertEquals(1, Math.sqrt(squares / offsets.length) / mean, 0.02);
    }

    @Test
    void arrivalsAscendAndStayWithinTheTime() {
        long[] offsets = Arrivals.poisson(50_000, SECOND, seeded(1));
        long[] sorted = offsets.clone();
        Arrays.sort(sorted);
        assertArrayEquals(sorted, offsets);
        assertTrue(offsets[offsets.length - 1] < SECOND);
    }

    @Test
    void oneSeedGivesOneScheduleAndAnotherAnother() {
        assertArrayEquals(Arrivals.poisson(1_000, SECOND, seeded(3)), Arrivals.poisson(1_000, SECOND, seeded(3)));
        assertFalse(
                Arrays.equals(Arrivals.poisson(1_000, SECOND, seeded(3)), Arrivals.poisson(1_000, SECOND, seeded(4))));
    }

    @Test
    void gentleStartHasFewerArrivalsOnlyAtFirst() {
        long[] offsets = Arrivals.gentleStart(10_000, 2 * SECOND, 0.4, 4 * SECOND, seeded(5));
        long early = Arrays.stream(offsets).filter(at -> at < 2 * SECOND).count();
        assertEquals(8_000, early, 400);
        assertEquals(20_000, offsets.length - early, 600);
    }

    private static RandomGenerator seeded(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
