package dev.wave.lab.report;

import dev.wave.lab.experiment.Chart;
import dev.wave.lab.experiment.Findings;
import dev.wave.lab.experiment.Interval;
import dev.wave.lab.experiment.Published;
import dev.wave.lab.experiment.Row;
import dev.wave.lab.report.Study.Extent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A {@link Study} for machines; docs/simulator.md has the schema. */
public final class StudyJson {
    private StudyJson() {}

    /** @param schema its name and version */
    public static String text(String schema, Study study) {
        return Json.text(map(schema, study)) + "\n";
    }

    /** The same, for somebody who adds to it. */
    public static Map<String, Object> map(String schema, Study study) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schema", schema);
        all.put("simulated", true);
        all.put("machine", ThisMachine.facts());
        all.put("seed", study.settings().seed());
        all.put("repetitions", study.settings().repetitions());
        all.put("quick", study.settings().extent() == Extent.QUICK);
        all.put("complete", study.settings().extent() != Extent.CUT_SHORT);
        all.put("experiments", study.chapters().stream().map(StudyJson::chapter).toList());
        return all;
    }

    private static Map<String, Object> chapter(Study.Chapter chapter) {
        Findings findings = chapter.findings();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", chapter.name());
        map.put("subject", chapter.subject());
        map.put("rows", findings.rows().stream().map(row -> row(row, findings)).toList());
        map.put("charts", findings.charts().stream().map(StudyJson::chart).toList());
        map.put("remarks", findings.remarks());
        return map;
    }

    private static Map<String, Object> row(Row row, Findings findings) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("what", row.what());
        map.put("unit", row.unit());
        map.put("published", row.published().known() ? published(row.published()) : null);
        map.put("simulated", interval(row.simulated()));
        map.put("came_about", row.role().name().toLowerCase(Locale.ROOT));
        map.put("verdict", row.verdict().name().toLowerCase(Locale.ROOT));
        map.put("explanation", findings.explanation(row).orElse(null));
        return map;
    }

    private static Map<String, Object> published(Published published) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("text", published.text());
        map.put("low", published.low());
        map.put("high", published.high());
        map.put("status", published.status().word());
        map.put("source", published.source());
        return map;
    }

    /** A mean and half of its 95 % interval; null where it is unknown. */
    public static Map<String, Object> interval(Interval interval) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("mean", interval.mean());
        map.put("half_width", interval.halfWidth());
        return map;
    }

    private static Map<String, Object> chart(Chart chart) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("title", chart.title());
        map.put("x", axis(chart.x()));
        map.put("y", axis(chart.y()));
        map.put("series", chart.series().stream().map(StudyJson::series).toList());
        return map;
    }

    private static Map<String, Object> axis(Chart.Axis axis) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("label", axis.label());
        map.put("scale", axis.scale().name().toLowerCase(Locale.ROOT));
        return map;
    }

    private static Map<String, Object> series(Chart.Series series) {
        List<Map<String, Object>> points = series.points().stream()
                .map(point -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    map.put("x", point.x());
                    map.putAll(interval(point.y()));
                    return map;
                })
                .toList();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", series.name());
        map.put("points", points);
        return map;
    }
}
