package dev.wave.cli.demo.result;

import dev.wave.cli.demo.plan.Variant;
import dev.wave.lab.report.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The results as rows of cells, for the terminal and for the report. */
public final class ResultTable {
    public static final List<String> HEAD = List.of(
            "variant",
            "load",
            "answers/s",
            "GET p50",
            "GET p99",
            "GET p99.9",
            "scan p99",
            "slowdown p99",
            "host CPU",
            "idling",
            "NIC CPU",
            "idling",
            "switched out/s",
            "steal");

    public static final List<String> STAGES_HEAD = List.of(
            "variant",
            "load",
            "NIC to ingress p50",
            "p99",
            "ingress to handler p50",
            "p99",
            "handler p50",
            "p99",
            "back at the NIC p50",
            "p99");

    private ResultTable() {}

    /** One row under {@link #HEAD}. */
    public static List<String> cells(RunResult result) {
        RunResult.Usage usage = result.usage();
        Latencies times = result.latencies();
        return List.of(
                name(result),
                load(result),
                number("%,.0f", usage.perSecond()),
                Durations.text(times.get(0.5)),
                Durations.text(times.get(0.99)),
                Durations.text(times.get(0.999)),
                Durations.text(times.scan(0.99)),
                times.slowdown(0.99).known()
                        ? number("%,.0f", times.slowdown(0.99).value())
                        : "-",
                number("%.2f", usage.hostCpu()),
                result.run().variant().offloaded() ? number("%.2f", usage.hostIdle()) : "-",
                number("%.2f", usage.nicCpu()),
                number("%.2f", usage.nicIdle()),
                number("%,.0f", usage.involuntarySwitchesPerSecond()),
                number("%.2f", usage.steal()));
    }

    /** One row under {@link #STAGES_HEAD}: where short requests spend their time. */
    public static List<String> stages(RunResult result) {
        List<String> cells = new ArrayList<>(List.of(name(result), load(result)));
        for (Histogram stage : result.latencies().stages().values()) {
            cells.add(Durations.text(stage.getValueAtPercentile(50)));
            cells.add(Durations.text(stage.getValueAtPercentile(99)));
        }
        return cells;
    }

    /** A run's variant, as tables name it. */
    public static String name(RunResult result) {
        String link =
                result.run().variant() == Variant.DELAYED ? result.run().play().label() : "";
        String name = link.isEmpty() ? result.run().variant().label() : link;
        return name + (result.run().repeat() ? " again" : "");
    }

    private static String load(RunResult result) {
        return result.run().workload().saturating()
                ? "most"
                : number("%.0f %%", result.run().load() * 100);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** Rows with aligned columns: the first to the left, numbers to the right. */
    public static String text(List<String> head, List<List<String>> rows) {
        return TextTable.text(head, rows);
    }
}
