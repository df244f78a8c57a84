package dev.wave.verify.bench.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A table for machines; docs/bench.md names the members. */
public final class ResultJson {
    private ResultJson() {}

    public static Map<String, Object> of(TableResult table) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("title", table.title());
        json.put("seed", table.seed());
        json.put("metrics", table.metrics().stream().map(ResultJson::metric).toList());
        json.put(
                "candidates",
                table.series().stream().map(series -> candidate(table, series)).toList());
        json.put("targets", table.verdicts().stream().map(ResultJson::target).toList());
        json.put("notes", table.notes());
        return json;
    }

    private static Map<String, Object> metric(Metric metric) {
        return ordered(
                "name", metric.name(),
                "unit", metric.unit(),
                "better", metric.better().name().toLowerCase(java.util.Locale.ROOT));
    }

    private static Map<String, Object> candidate(TableResult table, Series series) {
        Map<String, Object> json = ordered(
                "name", series.name(),
                "role", series.role().name().toLowerCase(java.util.Locale.ROOT),
                "subject", series.subject(),
                "problem", series.problem());
        json.put(
                "medians",
                table.distances().stream()
                        .filter(distance -> !series.at(distance).isEmpty())
                        .collect(Collectors.toMap(
                                Distance::label,
                                distance -> medians(table, series, distance),
                                (a, b) -> a,
                                LinkedHashMap::new)));
        json.put("samples", series.samples().stream().map(ResultJson::sample).toList());
        return json;
    }

    private static List<Double> medians(TableResult table, Series series, Distance distance) {
        return java.util.stream.IntStream.range(0, table.metrics().size())
                .mapToObj(metric -> Statistics.median(series.values(metric, distance)))
                .toList();
    }

    private static Map<String, Object> sample(Sample sample) {
        return ordered(
                "distance", sample.distance().label(),
                "beforeNanos", sample.beforeNanos(),
                "afterNanos", sample.afterNanos(),
                "values", sample.values(),
                "switches", sample.switches(),
                "stealMillis", sample.stealMillis());
    }

    private static Map<String, Object> target(Verdict verdict) {
        Target target = verdict.target();
        return ordered(
                "text", target.text(verdict.distance()),
                "subject", target.subject(),
                "metric", target.metric(),
                "peer", target.peer(),
                "distance", verdict.distance().label(),
                "limit", target.limits().get(verdict.distance()),
                "value", verdict.value(),
                "spread", verdict.spread(),
                "outcome", verdict.outcome().name());
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
