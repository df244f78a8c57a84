package dev.wave.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wave.lab.experiment.Interval;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void valuesAreShownDownToTheSecondDigitOfTheirMargin() {
        assertEquals("4.62 ±0.13", Figures.text(new Interval(4.6172, 0.1291)));
        assertEquals("1,599,870 ±120", Figures.text(new Interval(1_599_870.2, 120.3)));
        assertEquals("770.0", Figures.text(Interval.exactly(770)));
        assertEquals("770.0", Figures.text(Interval.of(770)));
        assertEquals("-", Figures.text(Interval.UNKNOWN));
    }

    @Test
    void marksOfAxesHaveNoDigitTooMany() {
        assertEquals("0", Figures.plain(0));
        assertEquals("100", Figures.plain(100));
        assertEquals("2.5", Figures.plain(2.5));
        assertEquals("1,000,000", Figures.plain(1e6));
        assertEquals("0.001", Figures.plain(1e-3));
    }
}
