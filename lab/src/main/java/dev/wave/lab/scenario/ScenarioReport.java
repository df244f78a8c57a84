package dev.wave.lab.scenario;

import dev.wave.lab.experiment.Chart;
import dev.wave.lab.experiment.Chart.Axis;
import dev.wave.lab.experiment.Chart.Point;
import dev.wave.lab.experiment.Chart.Scale;
import dev.wave.lab.experiment.Chart.Series;
import dev.wave.lab.experiment.Findings;
import dev.wave.lab.experiment.Interval;
import dev.wave.lab.experiment.Published;
import dev.wave.lab.experiment.Row;
import dev.wave.lab.report.Figures;
import dev.wave.lab.report.Json;
import dev.wave.lab.report.Study;
import dev.wave.lab.report.StudyJson;
import dev.wave.lab.report.TextTable;
import dev.wave.lab.scenario.PointResult.Quantile;
import dev.wave.lab.scenario.Setup.Side;
import dev.wave.lab.workload.TraceReplay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What came of a scenario: the answer first, then table and curves. */
public final class ScenarioReport {
    private static final String SCHEMA = "wave-scenario-1";

    private final ScenarioResult result;
    private final Scenario scenario;
    private final Sweep sweep;
    private final Answer answer;

    public ScenarioReport(ScenarioResult result) {
        this.result = result;
        this.scenario = result.scenario();
        this.sweep = scenario.sweep();
        this.answer = new Answer(result);
    }

    /** For a terminal. */
    public String text() {
        List<String> head = List.of(
                sweep.label(),
                scenario.goalClassName() + " p99 (us): host",
                "NIC",
                "difference",
                "most requests/s: host",
                "NIC",
                "difference");
        String stopped = result.complete() ? "" : "Stopped: what had been run so far.\n\n";
        return answer.words() + "\n\n" + stopped
                + TextTable.text(head, result.sweep().stream().map(this::cells).toList()) + "\n\n"
                + String.join("\n", remarks()) + "\n";
    }

    private List<String> cells(PointResult point) {
        return List.of(
                Figures.plain(sweep.shown(point.value())),
                micros(point, Side.ON_HOST),
                micros(point, Side.OFFLOADED),
                percent(point.latencyGain(scenario.goalClass(), Quantile.P99)),
                Figures.text(point.saturation(Side.ON_HOST)),
                Figures.text(point.saturation(Side.OFFLOADED)),
                percent(point.saturationGain()));
    }

    private String micros(PointResult point, Side side) {
        return point.keptUp(side) ? Figures.text(latency(point, side, Quantile.P99)) : "cannot keep up";
    }

    private static String percent(Interval share) {
        if (!share.known()) {
            return "-";
        }
        String scatter =
                Double.isNaN(share.halfWidth()) ? "" : String.format(Locale.ROOT, " ±%.1f", 100 * share.halfWidth());
        return String.format(Locale.ROOT, "%+.1f%s %%", 100 * share.mean(), scatter);
    }

    private Interval latency(PointResult point, Side side, Quantile quantile) {
        return times(point.latency(side, scenario.goalClass(), quantile), 1e-3);
    }

    private static Interval times(Interval interval, double factor) {
        return new Interval(interval.mean() * factor, interval.halfWidth() * factor);
    }

    private List<String> remarks() {
        Setup base = scenario.base();
        return List.of(
                "Simulated, not measured. Agent on the host: " + (base.cores() - 1)
                        + " cores work, one decides. Agent on the NIC: " + base.cores()
                        + " cores work. Both are offered the same requests.",
                "Load is the share of all cores that requests alone would keep busy. Most requests/s: what is done when every answer is"
                        + " followed at once by the next request, four for each core under way: the highest rate at which a queue stays finite.",
                base.workload() instanceof TraceReplay
                        ? "A trace has no chance in it: each number is of one run and has no interval."
                        : "± is half of the 95 % interval; a difference within it is not shown. Differences are taken run by run, between runs with the"
                                + " same requests.");
    }

    /** For the report. */
    public Study study(Study.Settings settings) {
        String name = sweep.variable().word();
        Findings findings = new Findings(rows(), charts(), remarks());
        Findings links = new Findings(List.of(), List.of(linkChart()), List.of(linkRemark()));
        return new Study(
                scenario.title(),
                List.of(answer.words()),
                List.of(
                        new Study.Chapter(name, "both agents over " + sweep.label(), findings),
                        new Study.Chapter("break-even", "what offloading gains over the latency of the link", links)),
                List.of(scenario.base().model()),
                settings);
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (PointResult point : result.sweep()) {
            String at = sweep.label() + " " + Figures.plain(sweep.shown(point.value())) + ": ";
            for (Side side : Side.values()) {
                for (Quantile quantile : Quantile.values()) {
                    String what = at + scenario.goalClassName() + " " + quantile.word() + ", " + side.words();
                    rows.add(row(what, "us", latency(point, side, quantile)));
                }
                rows.add(row(at + "most requests, " + side.words(), "1/s", point.saturation(side)));
            }
            rows.add(row(at + "gain of the most", "%", times(point.saturationGain(), 100)));
        }
        return rows;
    }

    private static Row row(String what, String unit, Interval simulated) {
        return Row.following(what, unit, Published.UNKNOWN, simulated);
    }

    private List<Chart> charts() {
        List<Chart> charts = new ArrayList<>();
        for (Quantile quantile : List.of(Quantile.P99, Quantile.P50)) {
            charts.add(chart(
                    scenario.goalClassName() + " " + quantile.word(),
                    new Axis(quantile.word() + " (us)", Scale.LOGARITHMIC),
                    (point, side) -> latency(point, side, quantile)));
        }
        if (sweep.movesSaturation()) {
            charts.add(chart(
                    "Most requests a second",
                    new Axis("requests/s", Scale.LINEAR),
                    (point, side) -> point.saturation(side)));
        }
        return charts;
    }

    private Chart chart(String title, Axis y, BiFunction<PointResult, Side, Interval> value) {
        List<Series> series = Arrays.stream(Side.values())
                .map(side -> new Series(side.words(), points(result.sweep(), point -> value.apply(point, side))))
                .toList();
        return new Chart(title, new Axis(sweep.label(), sweep.scale()), y, series);
    }

    private List<Point> points(List<PointResult> from, Function<PointResult, Interval> value) {
        return from.stream()
                .map(point -> new Point(sweep.shown(point.value()), value.apply(point)))
                .toList();
    }

    private Chart linkChart() {
        List<Point> points = result.links().stream()
                .map(point -> new Point(point.value(), times(point.saturationGain(), 100)))
                .toList();
        return new Chart(
                "Gain of offloading over the link's latency",
                new Axis("link latency: round trip of a read (ns)", Scale.LOGARITHMIC),
                new Axis("more requests/s (%)", Scale.LINEAR),
                List.of(new Series("gain", points)));
    }

    private static String linkRemark() {
        return "The latency of a link is the round trip of a read. One way is half of it, and interrupts take so much longer or shorter as the"
                + " way does; all else is the machine's.";
    }

    /** For machines; docs/simulator.md has the schema. */
    public String json(Study.Settings settings) {
        Map<String, Object> all = StudyJson.map(SCHEMA, study(settings));
        all.put("answer", answer());
        return Json.text(all) + "\n";
    }

    private Map<String, Object> answer() {
        BreakEven breakEven = result.breakEven();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("words", answer.words());
        map.put("verdict", answer.verdict().name().toLowerCase(Locale.ROOT));
        map.put("throughput_gain", StudyJson.interval(result.own().saturationGain()));
        map.put("p99_gain", StudyJson.interval(result.own().latencyGain(scenario.goalClass(), Quantile.P99)));
        map.put("break_even", breakEven.outcome().name().toLowerCase(Locale.ROOT));
        map.put("break_even_ns", StudyJson.interval(breakEven.nanos()));
        return map;
    }
}
