package dev.wave.lab.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Workloads as text: numbers in columns, separated by commas. Empty lines and those that begin with {@code #} are passed over, and so is a first line of headings.
 *
 * <pre>
 *   a histogram       a trace
 *   service_ns,weight   arrival_ns,service_ns,class
 *   1500,99.5           0,1500,GET
 *   635000,0.5          812,635000,SCAN
 * </pre>
 */
public final class WorkloadFile {
    private static final double MOST_NANOS = 1e12;
    private static final int MOST_LINES = 10_000_000;

    private WorkloadFile() {}

    /** The file cannot be used; the message names file and line, and says what to write. */
    public static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }

        Unusable(String message, IOException cause) {
            super(message, cause);
        }
    }

    /** A line with its place. */
    private record Line(String place, String[] cells) {}

    /** Reads service times: how long, and how often. */
    public static ServiceTime.Histogram histogram(Path file) {
        List<Line> lines = lines(file, "service_ns,weight", 2);
        if (lines.isEmpty()) {
            throw new Unusable(file + ": holds no service time. Write lines of 'service_ns,weight'.");
        }
        double[] nanos = new double[lines.size()];
        double[] weights = new double[lines.size()];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = service(lines.get(i), 0);
            weights[i] = number(lines.get(i), 1, "a weight", Double.MIN_VALUE, MOST_NANOS);
        }
        return new ServiceTime.Histogram(nanos, weights);
    }

    /** Reads recorded requests. */
    public static TraceReplay trace(Path file) {
        List<Line> lines = lines(file, "arrival_ns,service_ns,class", 3);
        long[] arrivals = new long[lines.size()];
        long[] services = new long[lines.size()];
        byte[] classes = new byte[lines.size()];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < arrivals.length; i++) {
            Line line = lines.get(i);
            arrivals[i] = Math.round(number(line, 0, "an arrival", 0, 1e15) * 1_000);
            if (i > 0 && arrivals[i] < arrivals[i - 1]) {
                throw new Unusable(line.place + ": '" + line.cells[0]
                        + "' is before the arrival of the line above. Sort the lines by arrival.");
            }
            services[i] = Math.max(1, Math.round(service(line, 1) * 1_000));
            classes[i] = classOf(line, names);
        }
        if (arrivals.length < 2 || arrivals[arrivals.length - 1] == arrivals[0]) {
            throw new Unusable(file + ": holds " + (arrivals.length < 2 ? "fewer than two requests" : "no two arrivals")
                    + "; a trace needs requests at two different times at least.");
        }
        return new TraceReplay(names, arrivals, services, classes);
    }

    private static byte classOf(Line line, List<String> names) {
        String name = line.cells[2];
        int index = names.indexOf(name);
        if (index >= 0) {
            return (byte) index;
        }
        if (name.isEmpty()) {
            throw new Unusable(line.place + ": names no class. Write one behind the second comma, such as GET.");
        }
        if (names.size() == Mix.MOST_CLASSES) {
            throw new Unusable(
                    line.place + ": '" + name + "' is one class more than " + Mix.MOST_CLASSES + ". Merge some.");
        }
        names.add(name);
        return (byte) (names.size() - 1);
    }

    private static double service(Line line, int cell) {
        return number(line, cell, "a service time", 1e-3, MOST_NANOS);
    }

    private static double number(Line line, int cell, String what, double least, double most) {
        try {
            double value = Double.parseDouble(line.cells[cell]);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message for all that a number can have wrong.
        }
        throw new Unusable(line.place + ": '" + line.cells[cell] + "' is not " + what + ". Write a number "
                + (least > 0 ? "above 0" : "from 0") + " (nanoseconds are meant where a time is).");
    }

    private static List<Line> lines(Path file, String heading, int columns) {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            List<Line> lines = new ArrayList<>();
            int number = 0;
            boolean first = true;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                number++;
                if (!text.isBlank() && !text.startsWith("#")) {
                    if (!(first && isHeading(text))) {
                        lines.add(line(file + ":" + number, text, heading, columns));
                    }
                    first = false;
                }
                if (lines.size() > MOST_LINES) {
                    throw new Unusable(file + ":" + number + ": more than " + MOST_LINES + " lines. Cut the file.");
                }
            }
            return lines;
        } catch (NoSuchFileException e) {
            throw new Unusable(file + ": there is no such file.", e);
        } catch (MalformedInputException e) {
            throw new Unusable(file + ": is not text in UTF-8. Write lines of '" + heading + "'.", e);
        } catch (IOException e) {
            throw new Unusable(file + ": cannot be read (" + e.getMessage() + ").", e);
        }
    }

    /** A number may begin with a digit, a sign or a point; a heading begins with a letter. */
    private static boolean isHeading(String text) {
        return Character.isLetter(text.strip().charAt(0));
    }

    private static Line line(String place, String text, String heading, int columns) {
        String[] cells = Arrays.stream(text.split(",", -1)).map(String::strip).toArray(String[]::new);
        if (cells.length != columns) {
            throw new Unusable(
                    place + ": '" + text.strip() + "' has " + cells.length + " columns. Write '" + heading + "'.");
        }
        return new Line(place, cells);
    }
}
