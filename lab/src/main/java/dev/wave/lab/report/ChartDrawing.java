package dev.wave.lab.report;

import dev.wave.lab.experiment.Chart;
import dev.wave.lab.experiment.Chart.Point;
import dev.wave.lab.experiment.Chart.Series;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A {@link Chart} as inline SVG: lines, a dot for each point, and a bar for its interval. */
final class ChartDrawing {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 400;
    private static final int LEFT = 82;
    private static final int RIGHT = 170;
    private static final int TOP = 16;
    private static final int BOTTOM = 48;
    private static final int LABEL_GAP = 15;
    /** Colours of the style sheet. */
    private static final int PALETTE = 8;

    private final Chart chart;
    private final List<Line> lines;
    private final Span across;
    private final Span upwards;

    /** What of a series can be drawn. */
    private record Line(String name, int colour, List<Point> points) {}

    ChartDrawing(Chart chart) {
        this.chart = chart;
        this.lines = IntStream.range(0, chart.series().size())
                .mapToObj(i -> drawable(chart.series().get(i), i % PALETTE))
                .filter(line -> !line.points.isEmpty())
                .toList();
        this.across = Span.around(chart.x().scale(), points().map(Point::x).toList());
        this.upwards = Span.around(
                chart.y().scale(),
                points().flatMap(point -> Stream.of(
                                point.y().low(), point.y().mean(), point.y().high()))
                        .toList());
    }

    private Line drawable(Series series, int colour) {
        return new Line(
                series.name(),
                colour,
                series.points().stream()
                        .filter(point -> Span.fits(chart.x().scale(), point.x())
                                && Span.fits(chart.y().scale(), point.y().mean()))
                        .sorted(Comparator.comparingDouble(Point::x))
                        .toList());
    }

    private Stream<Point> points() {
        return lines.stream().flatMap(line -> line.points.stream());
    }

    String svg() {
        String title = Html.escape(chart.title());
        return "<figure><figcaption>" + title + "</figcaption><svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                + "\" role=\"img\" aria-label=\"" + title + "\">" + grid()
                + lines.stream().map(this::drawn).collect(Collectors.joining()) + names() + "</svg></figure>\n";
    }

    private String grid() {
        StringBuilder svg = new StringBuilder();
        for (double tick : upwards.ticks()) {
            svg.append(segment("grid", LEFT, y(tick), WIDTH - RIGHT, y(tick)));
            svg.append(words("end", LEFT - 8.0, y(tick) + 4, Figures.plain(tick)));
        }
        for (double tick : across.ticks()) {
            svg.append(segment("grid", x(tick), TOP, x(tick), HEIGHT - BOTTOM));
            svg.append(words("middle", x(tick), HEIGHT - BOTTOM + 18.0, Figures.plain(tick)));
        }
        svg.append(words(
                "middle", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8.0, chart.x().label()));
        svg.append("<text class=\"axis\" text-anchor=\"middle\" transform=\"translate(14 " + (HEIGHT - BOTTOM) / 2
                + ") rotate(-90)\">" + Html.escape(chart.y().label()) + "</text>");
        return svg.toString();
    }

    private String drawn(Line line) {
        String path = line.points.stream().map(point -> at("%.1f,%.1f", point)).collect(Collectors.joining(" "));
        String bars = line.points.stream()
                .filter(point -> point.y().halfWidth() > 0)
                .map(point -> segment(
                        "bar c" + line.colour,
                        x(point.x()),
                        y(point.y().low()),
                        x(point.x()),
                        y(point.y().high())))
                .collect(Collectors.joining());
        String dots = line.points.stream()
                .map(point -> at(
                                "<circle class=\"dot c" + line.colour + "\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.6\"><title>",
                                point)
                        + Html.escape(line.name + ": " + Figures.plain(point.x()) + ", " + Figures.text(point.y()))
                        + "</title></circle>")
                .collect(Collectors.joining());
        return "<polyline class=\"line c" + line.colour + "\" points=\"" + path + "\"/>" + bars + dots;
    }

    /** Each name beside the end of its line, moved down where two would overlap. */
    private String names() {
        StringBuilder svg = new StringBuilder();
        double free = 0;
        List<Line> downwards = lines.stream()
                .sorted(Comparator.comparingDouble(
                        line -> y(line.points.getLast().y().mean())))
                .toList();
        for (Line line : downwards) {
            double y = Math.max(free, y(line.points.getLast().y().mean()) + 4);
            free = y + LABEL_GAP;
            svg.append(format("<text class=\"name c%d\" x=\"%.1f\" y=\"%.1f\">", line.colour, WIDTH - RIGHT + 8.0, y))
                    .append(Html.escape(line.name))
                    .append("</text>");
        }
        return svg.toString();
    }

    private double x(double value) {
        return LEFT + across.share(value) * (WIDTH - RIGHT - LEFT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - upwards.share(value) * (HEIGHT - BOTTOM - TOP);
    }

    private String at(String format, Point point) {
        return format(format, x(point.x()), y(point.y().mean()));
    }

    private static String segment(String kind, double x1, double y1, double x2, double y2) {
        return format("<line class=\"" + kind + "\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", x1, y1, x2, y2);
    }

    private static String words(String anchor, double x, double y, String words) {
        return format("<text class=\"axis\" text-anchor=\"" + anchor + "\" x=\"%.1f\" y=\"%.1f\">", x, y)
                + Html.escape(words) + "</text>";
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
