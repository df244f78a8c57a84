package dev.wave.cli.demo;

import dev.wave.cli.demo.Demo.Findings;
import dev.wave.cli.demo.result.Comparison;
import dev.wave.cli.demo.result.Estimate;
import dev.wave.cli.demo.result.RunResult;
import dev.wave.lab.report.Json;
import dev.wave.lab.report.ThisMachine;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The findings for machines; docs/demo.md is the schema. */
final class ResultJson {
    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};

    private ResultJson() {}

    static String of(Findings findings) {
        Comparison comparison = new Comparison(findings.results());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schema", "wave-demo-1");
        all.put("machine", ThisMachine.facts());
        all.put("complete", findings.complete());
        all.put("seed", findings.options().seed());
        all.put("policy", findings.options().scheduling().policy());
        all.put("slice_us", findings.options().scheduling().sliceMicros());
        all.put("pinned", findings.cpus().pinned());
        all.put("calibration", calibration(findings.calibration()));
        all.put("runs", findings.results().stream().map(ResultJson::run).toList());
        all.put(
                "aa_spread",
                comparison.spread().isPresent() ? comparison.spread().getAsDouble() : null);
        all.put(
                "verdicts",
                comparison.verdicts().stream()
                        .map(verdict -> Map.of(
                                "claim", verdict.claim(),
                                "outcome", verdict.outcome().name(),
                                "found", verdict.found()))
                        .toList());
        return Json.text(all) + "\n";
    }

    private static Map<String, Object> calibration(Calibration found) {
        return Map.of(
                "per_second", found.perSecond(),
                "get_ns", found.getNanos(),
                "scan_ns", found.scanNanos(),
                "overhead_ns", found.overheadNanos(),
                "scan_entries", found.scanEntries());
    }

    private static Map<String, Object> run(RunResult result) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("variant", result.run().variant().label());
        run.put("workload", result.run().workload().label());
        run.put("load", result.run().load());
        run.put("offered_per_second", result.run().perSecond());
        run.put("repeat", result.run().repeat());
        run.put("link", result.run().play().spelling());
        run.put("prestage", result.run().play().prestage());
        run.put("seconds", result.usage().seconds());
        run.put("answers_per_second", result.usage().perSecond());
        run.put("get_ns", quantiles(result));
        run.put("scan_p99_ns", result.latencies().scan(0.99).value());
        run.put("slowdown_p99", result.latencies().slowdown(0.99).value());
        run.put("stages_ns", stages(result));
        run.put("host_cpu", result.usage().hostCpu());
        run.put("host_idle", result.usage().hostIdle());
        run.put("nic_cpu", result.usage().nicCpu());
        run.put("nic_idle", result.usage().nicIdle());
        run.put("switched_out_per_second", result.usage().involuntarySwitchesPerSecond());
        run.put("steal", result.usage().steal());
        run.put("other_cpu", result.usage().otherCpu());
        run.put("short_slices", result.shortSlices());
        run.put("answers", answers(result.answers()));
        run.put("counters", result.counters());
        return run;
    }

    private static Map<String, Object> quantiles(RunResult result) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (double quantile : QUANTILES) {
            Estimate estimate = result.latencies().get(quantile);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("value", estimate.value());
            one.put("margin", estimate.margin());
            all.put(Double.toString(quantile), one);
        }
        return all;
    }

    private static Map<String, Object> stages(RunResult result) {
        Map<String, Object> all = new LinkedHashMap<>();
        result.latencies().stages().forEach((name, histogram) -> all.put(name, stage(histogram)));
        return all;
    }

    private static Map<String, Object> stage(Histogram histogram) {
        Map<String, Object> one = new LinkedHashMap<>();
        for (double quantile : QUANTILES) {
            one.put(Double.toString(quantile), histogram.getValueAtPercentile(quantile * 100));
        }
        return one;
    }

    private static Map<String, Object> answers(RunResult.Answers answers) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("sent", answers.sent());
        all.put("lost", answers.lost());
        all.put("duplicates", answers.duplicates());
        all.put("strangers", answers.strangers());
        all.put("wrong", answers.wrong());
        all.put("unsent", answers.unsent());
        return all;
    }
}
