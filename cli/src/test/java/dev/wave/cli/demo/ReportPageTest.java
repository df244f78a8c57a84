package dev.wave.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.cli.demo.plan.CpuPlan;
import dev.wave.cli.demo.plan.Variant;
import dev.wave.cli.demo.plan.Workload;
import dev.wave.cli.demo.result.RunResult;
import dev.wave.cli.demo.result.SampleRuns;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
    @TempDir
    private Path folder;

    @Test
    void pageNeedsNoNetworkAndHasACurvePerVariant() {
        String page = new ReportPage(findings(List.of(0.7), all(0.7))).html();
        assertFalse(page.contains("http"), "a page that works from a file names no address");
        assertFalse(page.contains("src="));
        assertFalse(page.contains("@import"));
        assertEquals(Variant.values().length, page.split("<polyline", -1).length - 1);
    }

    @Test
    void sweepHasACurveByLoadToo() {
        List<RunResult> results =
                List.of(SampleRuns.mixed(Variant.WAVE, 0.5, 50_000), SampleRuns.mixed(Variant.WAVE, 0.9, 900_000));
        String page = new ReportPage(findings(List.of(0.5, 0.9), results)).html();
        assertTrue(page.contains("GET p99 by load"));
    }

    @Test
    void presentationTellsVerdictsAndWritesBothFiles() throws Exception {
        StringWriter told = new StringWriter();
        List<RunResult> results =
                List.of(SampleRuns.mixed(Variant.JDK, 0.7, 50_000_000), SampleRuns.mixed(Variant.WAVE, 0.7, 400_000));
        assertTrue(new Presentation(findings(List.of(0.7), results), new PrintWriter(told)).tell());
        assertTrue(told.toString().contains("SHOWN"));
        assertTrue(Files.readString(folder.resolve("report.html")).startsWith("<!DOCTYPE html>"));
        assertTrue(Files.readString(folder.resolve("out.json")).contains("\"schema\": \"wave-demo-1\""));
    }

    @Test
    void missMakesThePresentationFallShort() {
        List<RunResult> results =
                List.of(SampleRuns.mixed(Variant.JDK, 0.7, 500_000), SampleRuns.mixed(Variant.WAVE, 0.7, 400_000));
        StringWriter told = new StringWriter();
        assertFalse(new Presentation(findings(List.of(0.7), results), new PrintWriter(told)).tell());
        assertTrue(told.toString().contains("MISSED"));
    }

    private static List<RunResult> all(double load) {
        return Arrays.stream(Variant.values())
                .map(variant -> SampleRuns.mixed(variant, load, 100_000L << variant.ordinal()))
                .toList();
    }

    private Demo.Findings findings(List<Double> loads, List<RunResult> results) {
        DemoOptions options = new DemoOptions(
                List.of(Variant.values()),
                Workload.ROCKSDB,
                loads,
                DemoOptions.Lengths.usual(10),
                1,
                new DemoOptions.Scheduling("Shinjuku", 30, false, List.of()),
                42,
                "test",
                new DemoOptions.Files(folder, folder, Optional.of(folder.resolve("out.json")), false));
        CpuPlan cpus = new CpuPlan(List.of(0), List.of(1), "");
        return new Demo.Findings(
                options, cpus, new Calibration(50_000, 3_000, 10_000_000, 8_000, 16_000), results, true);
    }
}
