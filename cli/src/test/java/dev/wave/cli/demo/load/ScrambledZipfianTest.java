package dev.wave.cli.demo.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ScrambledZipfianTest {
    private static final int ITEMS = 1_000;
    private static final int DRAWS = 400_000;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(11);

    @Test
    void popularityFallsWithRankAsThePowerLawSays() {
        ScrambledZipfian zipfian = new ScrambledZipfian(ITEMS);
        int[] counts = new int[ITEMS];
        for (int i = 0; i < DRAWS; i++) {
            counts[(int) zipfian.rank(random)]++;
        }
        double zeta = 0;
        for (int i = 1; i <= ITEMS; i++) {
            zeta += Math.pow(i, -0.99);
        }
        assertEquals(1 / zeta, (double) counts[0] / DRAWS, 0.005);
        assertEquals(Math.pow(2, -0.99) / zeta, (double) counts[1] / DRAWS, 0.005);
    }

    @Test
    void keysLieInRangeAndPopularOnesAreSpread() {
        ScrambledZipfian zipfian = new ScrambledZipfian(ITEMS);
        int[] counts = new int[ITEMS];
        for (int i = 0; i < DRAWS; i++) {
            counts[(int) zipfian.next(random)]++;
        }
        int first = 0;
        int second = 0;
        for (int key = 0; key < ITEMS; key++) {
            if (counts[key] > counts[first]) {
                second = first;
                first = key;
            }
        }
        assertTrue(Math.abs(first - second) > 1, "the most popular keys are neighbours: " + first + ", " + second);
    }
}
