package dev.wave.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.lab.experiment.Chart;
import dev.wave.lab.experiment.Chart.Axis;
import dev.wave.lab.experiment.Chart.Point;
import dev.wave.lab.experiment.Chart.Scale;
import dev.wave.lab.experiment.Chart.Series;
import dev.wave.lab.experiment.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartDrawingTest {
    @Test
    void logarithmicAxesAreMarkedAtPowersOfTen() {
        Span span = Span.around(Scale.LOGARITHMIC, List.of(0.0, 3.0, 40.0, 700.0));
        assertEquals(List.of(1.0, 10.0, 100.0, 1_000.0), span.ticks());
        assertEquals(2.0 / 3, span.share(100), 1e-9);
    }

    @Test
    void linearAxesAreMarkedAtRoundNumbersAndBeginAtNoughtUnlessAllIsFarFromIt() {
        assertEquals(
                List.of(0.0, 20.0, 40.0, 60.0, 80.0, 100.0),
                Span.around(Scale.LINEAR, List.of(3.0, 99.0)).ticks());
        assertEquals(95, Span.around(Scale.LINEAR, List.of(95.0, 105.0)).ticks().getFirst(), 1);
        assertEquals(-10, Span.around(Scale.LINEAR, List.of(-9.0, 40.0)).ticks().getFirst(), 1e-9);
    }

    @Test
    void oneValueAloneHasAnAxisToo() {
        for (Scale scale : Scale.values()) {
            for (double value : new double[] {0, 1e-9, 5, 1e12}) {
                Span span = Span.around(scale, List.of(value));
                assertTrue(span.ticks().size() >= 2, scale + " " + value + " " + span.ticks());
            }
        }
    }

    @Test
    void pointsThatCannotBeDrawnAreLeftOutAndIntervalsAreBars() {
        Chart chart = new Chart(
                "p99 & load",
                new Axis("load", Scale.LINEAR),
                new Axis("p99 (us)", Scale.LOGARITHMIC),
                List.of(
                        new Series(
                                "wave",
                                List.of(
                                        new Point(0.2, new Interval(10, 1)),
                                        new Point(0.4, Interval.exactly(20)),
                                        new Point(0.6, Interval.UNKNOWN))),
                        new Series("nothing", List.of(new Point(1, Interval.exactly(0))))));
        String svg = new ChartDrawing(chart).svg();
        assertEquals(2, count(svg, "<circle"));
        assertEquals(1, count(svg, "class=\"bar"));
        assertTrue(svg.contains("p99 &amp; load") && svg.contains(">wave<"), svg);
        assertFalse(svg.contains("NaN") || svg.contains("nothing"), svg);
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }
}
