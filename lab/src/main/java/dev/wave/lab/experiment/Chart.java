package dev.wave.lab.experiment;

import java.util.List;

/**
 * Curves over two axes, as data.
 *
 * @param series each with its name, in the order of the legend
 */
public record Chart(String title, Axis x, Axis y, List<Series> series) {
    /** @param label with the unit in it */
    public record Axis(String label, Scale scale) {}

    /** How an axis is divided. */
    public enum Scale {
        LINEAR,
        LOGARITHMIC
    }

    public record Series(String name, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    public record Point(double x, Interval y) {}

    public Chart {
        series = List.copyOf(series);
    }
}
