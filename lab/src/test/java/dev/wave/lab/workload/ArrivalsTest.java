package dev.wave.lab.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final long SECOND = 1_000_000_000_000L;

    @Test
    void poissonArrivalsHaveTheirRateAndNoBursts() {
        Counted counted = count(Arrivals.poisson(100_000), 10 * SECOND, SECOND / 1_000);
        assertEquals(100_000, counted.perSecond, 500);
        assertEquals(1, counted.dispersion, 0.05);
        assertEquals(1, Arrivals.poisson(5).dispersion());
    }

    @Test
    void burstyArrivalsHaveTheirRateAndTheBurstinessTheFormulaSays() {
        // Bursts of 1 ms, ten times as dense, in a twentieth of the time; counted over times long beside both states.
        Arrivals bursty = new Arrivals.Bursty(100_000, 10, 0.05, 1e6);
        Counted counted = count(bursty, 400 * SECOND, SECOND / 2);
        assertEquals(100_000, counted.perSecond, 2_000);
        assertTrue(bursty.dispersion() > 100, "it should be bursty: " + bursty.dispersion());
        assertEquals(1, counted.dispersion / bursty.dispersion(), 0.15);
    }

    @Test
    void burstsMayBeAllThereIs() {
        Counted counted = count(new Arrivals.Bursty(100_000, 20, 0.05, 1e6), 50 * SECOND, SECOND / 2);
        assertEquals(100_000, counted.perSecond, 5_000);
    }

    @Test
    void burstinessStaysWhenTheRateIsChanged() {
        assertEquals(20, ((Arrivals.Bursty) new Arrivals.Bursty(10, 3, 0.2, 1e6).at(20)).ratePerSecond());
        assertEquals(3, ((Arrivals.Bursty) new Arrivals.Bursty(10, 3, 0.2, 1e6).at(20)).factor());
    }

    @Test
    void impossibleArrivalsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Arrivals.poisson(0));
        assertThrows(IllegalArgumentException.class, () -> Arrivals.poisson(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Arrivals.Bursty(1, 10, 0.2, 1e6));
        assertThrows(IllegalArgumentException.class, () -> new Arrivals.Bursty(1, 1, 0.2, 1e6));
        assertThrows(IllegalArgumentException.class, () -> new Arrivals.Bursty(1, 2, 0.2, 0));
    }

    private record Counted(double perSecond, double dispersion) {}

    private static Counted count(Arrivals arrivals, long length, long window) {
        Arrivals.Gaps gaps = arrivals.gaps(new SplittableRandom(7));
        double[] counts = new double[(int) (length / window)];
        long all = 0;
        for (long at = gaps.nextPicos(); at < length; at += gaps.nextPicos()) {
            counts[(int) (at / window)]++;
            all++;
        }
        double mean = (double) all / counts.length;
        double squares = 0;
        for (double count : counts) {
            squares += (count - mean) * (count - mean);
        }
        return new Counted(all * (double) SECOND / length, squares / (counts.length - 1) / mean);
    }
}
