package dev.wave.cli.demo.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The results as rows of cells, for the terminal and for the report. */
public final class ResultTable {
    private ResultTable() {}

    public static final List<String> MIXED_COLUMNS = List.of(
            "variant", "load", "answers/s", "GET p50", "GET p99", "GET p99.9", "scan p99", "slowdown p99", "host CPU",
            "of it idle", "NIC CPU", "of it idle", "taken off/s", "steal");

    public static List<String> cells(RunResult result) {
        RunResult.Usage usage = result.usage();
        Latencies times = result.latencies();
        return List.of(
                result.run().variant().label() + (result.run().repeat() ? " again" : ""),
                result.run().workload().saturating() ? "all" : number("%.0f %%", result.run().load() * 100),
                number("%,.0f", usage.perSecond()),
                Durations.text(times.get(0.5)),
                Durations.text(times.get(0.99)),
                Durations.text(times.get(0.999)),
                Durations.text(times.scan(0.99)),
                plain("%.1f", times.slowdown(0.99).value()),
                number("%.2f", usage.hostCpu()),
                result.run().variant().offloaded() ? number("%.2f", usage.hostIdle()) : "-",
                number("%.2f", usage.nicCpu()),
                number("%.2f", usage.nicIdle()),
                number("%.0f", usage.involuntarySwitchesPerSecond()),
                number("%.2f", usage.steal()));
    }

    private static String plain(String format, double value) {
        return Double.isNaN(value) ? "-" : number(format, value);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** Rows with aligned columns: the first to the left, numbers to the right. */
    public static String text(List<String> head, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(List.of(head));
        all.addAll(rows);
        int[] widths = new int[head.size()];
        all.forEach(row -> Arrays.setAll(widths, i -> Math.max(widths[i], row.get(i).length())));
        return all.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String pad = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? row.get(i) + pad : "  " + pad + row.get(i));
        }
        return line.toString();
    }
}
