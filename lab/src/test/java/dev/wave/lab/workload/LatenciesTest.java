package dev.wave.lab.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void quantilesAreThoseOfTheClassAndOfAll() {
        Latencies latencies = new Latencies(List.of("GET", "SCAN"));
        for (int i = 1; i <= 10_000; i++) {
            latencies.record(0, i * 1_000_000L);
            latencies.record(1, i * 100_000_000L);
        }
        assertEquals(10_000, latencies.count(0));
        assertEquals(20_000, latencies.count());
        assertEquals(9_900_000, latencies.quantileNanos(0, 0.99), 10_000);
        assertEquals(5_000_500, latencies.meanNanos(0), 5_000);
        assertEquals(500_000_000, latencies.quantileNanos(1, 0.5), 500_000);
        assertEquals(980_000_000, latencies.quantileNanos(0.99), 1_000_000);
    }

    @Test
    void quantilesWithTooFewAnswersAboveThemAreUnknown() {
        Latencies latencies = new Latencies(List.of("GET"));
        for (int i = 0; i < 1_000; i++) {
            latencies.record(0, 1_000_000);
        }
        assertEquals(1_000, latencies.quantileNanos(0, 0.99), 1);
        assertEquals(Double.NaN, latencies.quantileNanos(0, 0.999));
        assertEquals(Double.NaN, new Latencies(List.of("A")).meanNanos(0));
    }
}
