package dev.wave.cli.demo.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class EstimateTest {
    @Test
    void marginIsStudentsIntervalOfTheWindows() {
        // Mean 3, deviation 1.5811, five values: 2.776 * 1.5811 / sqrt(5).
        assertEquals(1.963, Estimate.margin(new double[] {1, 2, 3, 4, 5}), 0.001);
    }

    @Test
    void marginOfEqualWindowsIsNothingAndOfOneWindowUnknown() {
        assertEquals(0, Estimate.margin(new double[] {7, 7, 7}));
        assertTrue(Double.isNaN(Estimate.margin(new double[] {7})));
    }

    @Test
    void quantileWithFewerThanAHundredSamplesBeyondItIsUnknown() {
        assertTrue(latencies(10_000).get(0.99).known());
        assertFalse(latencies(9_900).get(0.99).known());
        assertFalse(latencies(10_000).get(0.999).known());
    }

    @Test
    void durationsHaveAFittingUnit() {
        assertEquals("950 ns", Durations.text(950));
        assertEquals("1.50 us", Durations.text(1_500));
        assertEquals("12.3 ms", Durations.text(12_340_000));
        assertEquals("-", Durations.text(Estimate.UNKNOWN));
        assertEquals("2.00 ms ±25%", Durations.text(new Estimate(2e6, 5e5)));
    }

    private static Latencies latencies(int count) {
        Histogram none = new Histogram(3);
        return new Latencies(List.of(SampleRuns.filled(1_000, count)), none, none, Map.of());
    }
}
