package dev.wave.lab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IntervalTest {
    /** Two-sided quantiles as printed in every table. */
    @Test
    void studentsQuantilesAreThoseOfTheTables() {
        assertEquals(12.706, StudentT.within(0.95, 1), 5e-4);
        assertEquals(4.303, StudentT.within(0.95, 2), 5e-4);
        assertEquals(3.182, StudentT.within(0.95, 3), 5e-4);
        assertEquals(2.262, StudentT.within(0.95, 9), 5e-4);
        assertEquals(2.042, StudentT.within(0.95, 30), 5e-4);
        assertEquals(3.250, StudentT.within(0.99, 9), 5e-4);
        assertEquals(1.960, StudentT.within(0.95, 10_000), 1e-3);
    }

    @Test
    void jointIntervalsAreWiderThanSingleOnes() {
        double[] samples = {1, 2, 3, 4, 5};
        Interval single = Interval.of(samples);
        assertEquals(2.776 * Math.sqrt(2.5 / 5), single.halfWidth(), 1e-3);
        assertEquals(single, Interval.jointly(1, samples));
        // 1 - 0.05 / 5 = 99 %
        assertEquals(4.604 * Math.sqrt(2.5 / 5), Interval.jointly(5, samples).halfWidth(), 1e-3);
        assertTrue(Interval.jointly(20, samples).halfWidth()
                > Interval.jointly(5, samples).halfWidth());
    }
}
