package dev.wave.cli.demo;

import dev.wave.cli.demo.Demo.Findings;
import dev.wave.cli.demo.plan.Variant;
import dev.wave.cli.demo.result.Comparison;
import dev.wave.cli.demo.result.Durations;
import dev.wave.cli.demo.result.ResultTable;
import dev.wave.cli.demo.result.RunResult;
import dev.wave.lab.report.Html;
import dev.wave.lab.report.LineChart;
import dev.wave.lab.report.LineChart.Point;
import dev.wave.lab.report.LineChart.Series;
import dev.wave.lab.report.LineChart.Tick;
import dev.wave.lab.report.ThisMachine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** The demo's report: one page that needs no network. */
final class ReportPage {
    private static final List<Tick> PERCENTILES = List.of(
            new Tick(0, "0"),
            new Tick(nines(50), "50"),
            new Tick(1, "90"),
            new Tick(2, "99"),
            new Tick(3, "99.9"),
            new Tick(4, "99.99 %"));

    private static final int STEPS_PER_NINE = 20;
    private static final int FEWEST_BEYOND = 10;

    private final Findings findings;
    private final Comparison comparison;

    ReportPage(Findings findings) {
        this.findings = findings;
        this.comparison = new Comparison(findings.results());
    }

    String html() {
        String body = "<h1>Who schedules the threads of a RocksDB service</h1>\n"
                + "<p class=\"lead\">The same service, the same requests at the same moments; only what decides which thread runs next"
                + " differs. Requests are short reads and a few scans that take a thousand times as long.</p>\n"
                + (findings.complete()
                        ? ""
                        : Html.paragraph("Ended early by Ctrl-C: this is what was measured so far."))
                + verdicts()
                + Html.heading("Latency of short requests")
                + percentiles()
                + sweep()
                + Html.heading("All runs")
                + Html.table(ResultTable.HEAD, rows(ResultTable::cells))
                + Html.heading("Where a short request spends its time")
                + Html.table(ResultTable.STAGES_HEAD, rows(ResultTable::stages))
                + Html.heading("How to read this")
                + reading()
                + Html.heading("Measured on")
                + Html.facts(facts());
        return Html.page("Wave demo", body);
    }

    private List<List<String>> rows(Function<RunResult, List<String>> row) {
        return findings.results().stream().map(row).toList();
    }

    private String verdicts() {
        return comparison.verdicts().stream()
                .map(verdict -> "<li class=\"" + verdict.outcome().name().toLowerCase(Locale.ROOT) + "\"><b>"
                        + Html.escape(verdict.claim()) + "</b> ("
                        + Html.escape(verdict.outcome().text()) + ")<span>"
                        + Html.escape(verdict.found()) + "</span></li>\n")
                .collect(Collectors.joining("", "<ul class=\"verdicts\">", "</ul>\n"));
    }

    private String percentiles() {
        List<Series> lines = Arrays.stream(Variant.values())
                .flatMap(variant -> comparison.main(variant).stream())
                .map(result -> new Series(
                        result.run().variant().label(),
                        result.run().variant().ordinal(),
                        points(result.latencies().allGets())))
                .toList();
        return lines.isEmpty()
                ? ""
                : new LineChart(
                                "GET latency by percentile: below the line lie so many per cent of the requests",
                                "percentile",
                                PERCENTILES,
                                "latency",
                                Durations::text,
                                lines)
                        .svg();
    }

    /** Percentiles on a scale on which each further nine is a step to the right. */
    private static double nines(double percentile) {
        return -Math.log10(1 - percentile / 100);
    }

    private static List<Point> points(Histogram histogram) {
        return IntStream.rangeClosed(0, 4 * STEPS_PER_NINE)
                .mapToDouble(step -> (double) step / STEPS_PER_NINE)
                .filter(nines -> histogram.getTotalCount() * Math.pow(10, -nines) >= FEWEST_BEYOND)
                .mapToObj(nines ->
                        new Point(nines, Math.max(1, histogram.getValueAtPercentile(100 - 100 * Math.pow(10, -nines)))))
                .toList();
    }

    private String sweep() {
        if (!findings.options().sweep()) {
            return "";
        }
        List<Tick> loads = findings.options().loads().stream()
                .map(load -> new Tick(load, Math.round(load * 100) + " %"))
                .toList();
        List<Series> lines = Arrays.stream(Variant.values())
                .map(variant -> new Series(variant.label(), variant.ordinal(), curve(variant)))
                .toList();
        return new LineChart(
                        "GET p99 by load", "load, of what a core can serve", loads, "GET p99", Durations::text, lines)
                .svg();
    }

    private List<Point> curve(Variant variant) {
        return comparison.curve(variant).stream()
                .filter(result -> result.latencies().get(0.99).known())
                .map(result -> new Point(
                        result.run().load(), result.latencies().get(0.99).value()))
                .toList();
    }

    private static String reading() {
        String variants = Arrays.stream(Variant.values())
                .map(variant -> variant.label() + ": " + variant.meaning())
                .collect(Collectors.joining("; "));
        return Html.paragraph("Variants. " + variants + ".")
                + Html.paragraph(
                        "Latency runs from the moment a request was to be sent, fixed before the run, to the moment its answer was seen"
                                + " where it came from. A quantile is shown only with at least 100 samples beyond it; ± is half of a 95 %"
                                + " interval by batch means over ten windows. Slowdown is latency over the time the same kind of request takes"
                                + " alone on an idle core.")
                + Html.paragraph(
                        "Load is a share of what one worker core can serve: what the requests take with plain code, and what receiving and answering them takes."
                                + " Receiving and answering requests costs CPU too, so the core is busier than the load says.")
                + Html.paragraph(
                        "CPU is CPUs used on average; idling is the part spent awake looking for work. Switched out counts how often"
                                + " a thread of either process was taken off its CPU against its will. Only the variants with an agent run the"
                                + " instrumenter, which makes long loops preemptible; its cost is part of theirs.");
    }

    private Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>(ThisMachine.facts());
        DemoOptions options = findings.options();
        facts.put(
                "policy",
                options.scheduling().policy() + ", slice "
                        + options.scheduling().sliceMicros() + " us");
        facts.put("seed", options.seed());
        facts.put(
                "measured",
                options.lengths().measured() + " s per run after "
                        + options.lengths().warmUp() + " s of warm-up");
        Calibration calibration = findings.calibration();
        facts.put(
                "one core can serve",
                "%,d requests/s; GET %s, scan of %,d entries %s, receiving and answering %s each"
                        .formatted(
                                calibration.perSecond(),
                                Durations.text(calibration.getNanos()),
                                calibration.scanEntries(),
                                Durations.text(calibration.scanNanos()),
                                Durations.text(calibration.overheadNanos())));
        facts.put(
                "pinned",
                findings.cpus().pinned()
                        ? "worker and NIC CPUs apart"
                        : "no: " + findings.cpus().problem());
        return facts;
    }
}
