package dev.wave.lab.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Lines over two axes as inline SVG. The vertical axis is logarithmic: latencies differ by orders of magnitude, and on a linear axis
 * all but the worst lie on the ground.
 *
 * @param xTicks the horizontal axis; its ends are the first and the last of them
 * @param yLabel says what a value of the vertical axis is
 */
public record LineChart(
        String title, String xTitle, List<Tick> xTicks, String yTitle, YLabel yLabel, List<Series> series) {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 400;
    private static final int LEFT = 74;
    private static final int RIGHT = 132;
    private static final int TOP = 16;
    private static final int BOTTOM = 48;
    private static final int LABEL_GAP = 15;

    /** A place on the horizontal axis. */
    public record Tick(double at, String label) {}

    public record Point(double x, double y) {}

    /** @param colour an index into the page's palette */
    public record Series(String name, int colour, List<Point> points) {}

    /** A value in words. */
    public interface YLabel {
        String of(double value);
    }

    public LineChart {
        xTicks = List.copyOf(xTicks);
        series = series.stream().filter(line -> !line.points().isEmpty()).toList();
    }

    public String svg() {
        return "<figure><figcaption>" + Html.escape(title) + "</figcaption><svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                + "\" role=\"img\" aria-label=\"" + Html.escape(title) + "\">" + grid() + lines() + names()
                + "</svg></figure>";
    }

    private String grid() {
        StringBuilder svg = new StringBuilder();
        for (int decade = lowest(); decade <= highest(); decade++) {
            double y = y(Math.pow(10, decade));
            svg.append(line("grid", LEFT, y, WIDTH - RIGHT, y));
            svg.append(text("end", LEFT - 8.0, y + 4, yLabel.of(Math.pow(10, decade))));
        }
        for (Tick tick : xTicks) {
            svg.append(line("grid", x(tick.at()), TOP, x(tick.at()), HEIGHT - BOTTOM));
            svg.append(text("middle", x(tick.at()), HEIGHT - BOTTOM + 18.0, tick.label()));
        }
        double middle = (LEFT + WIDTH - RIGHT) / 2.0;
        svg.append(text("middle", middle, HEIGHT - 8.0, xTitle));
        svg.append("<text class=\"axis\" text-anchor=\"middle\" transform=\"translate(14 " + (HEIGHT - BOTTOM) / 2
                + ") rotate(-90)\">" + Html.escape(yTitle) + "</text>");
        return svg.toString();
    }

    private String lines() {
        return series.stream()
                .map(line -> "<polyline class=\"line c" + line.colour() + "\" points=\""
                        + line.points().stream().map(this::at).collect(Collectors.joining(" ")) + "\"/>")
                .collect(Collectors.joining());
    }

    /** Each name beside the end of its line, moved down where two would overlap. */
    private String names() {
        StringBuilder svg = new StringBuilder();
        double free = 0;
        List<Series> downwards = series.stream()
                .sorted((one, other) ->
                        Double.compare(y(last(one).y()), y(last(other).y())))
                .toList();
        for (Series line : downwards) {
            Point end = last(line);
            double y = Math.max(free, y(end.y()) + 4);
            free = y + LABEL_GAP;
            svg.append(number("<text class=\"name c%d\" x=\"%.1f\" y=\"%.1f\">", line.colour(), WIDTH - RIGHT + 8.0, y))
                    .append(Html.escape(line.name()))
                    .append("</text>");
        }
        return svg.toString();
    }

    private static Point last(Series line) {
        return line.points().getLast();
    }

    private String at(Point point) {
        return number("%.1f,%.1f", x(point.x()), y(point.y()));
    }

    private double x(double value) {
        double from = xTicks.getFirst().at();
        double to = xTicks.getLast().at();
        return LEFT + (Math.clamp(value, from, to) - from) / (to - from) * (WIDTH - RIGHT - LEFT);
    }

    private double y(double value) {
        double share = (Math.log10(value) - lowest()) / Math.max(1, highest() - lowest());
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
    }

    private int lowest() {
        return (int) Math.floor(Math.log10(values().min().orElse(1)));
    }

    private int highest() {
        return (int) Math.ceil(Math.log10(values().max().orElse(10)));
    }

    private java.util.stream.DoubleStream values() {
        return series.stream().flatMap(line -> line.points().stream()).mapToDouble(Point::y);
    }

    private static String line(String kind, double x1, double y1, double x2, double y2) {
        return number("<line class=\"" + kind + "\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", x1, y1, x2, y2);
    }

    private static String text(String anchor, double x, double y, String words) {
        return number("<text class=\"axis\" text-anchor=\"" + anchor + "\" x=\"%.1f\" y=\"%.1f\">", x, y)
                + Html.escape(words) + "</text>";
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
