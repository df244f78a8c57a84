package dev.wave.cli.demo;

import dev.wave.cli.demo.Demo.Findings;
import dev.wave.cli.demo.result.Comparison;
import dev.wave.cli.demo.result.Durations;
import dev.wave.cli.demo.result.ResultTable;
import dev.wave.cli.demo.result.RunResult;
import dev.wave.cli.demo.result.Verdict;
import dev.wave.lab.report.ResultFile;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Tells the findings: on the terminal, as a report, and for machines. */
public final class Presentation {
    private final Findings findings;
    private final Comparison comparison;
    private final PrintWriter out;

    public Presentation(Findings findings, PrintWriter out) {
        this.findings = findings;
        this.comparison = new Comparison(findings.results());
        this.out = out;
    }

    /** @return true if everything that was to be shown was shown */
    public boolean tell() {
        if (findings.results().isEmpty()) {
            out.println("Stopped before anything was measured.");
            out.flush();
            return false;
        }
        setting();
        out.println(table(ResultTable.HEAD, ResultTable::cells));
        out.println();
        out.println("Where short requests spend their time:");
        out.println(table(ResultTable.STAGES_HEAD, ResultTable::stages));
        out.println();
        noise();
        List<Verdict> verdicts = comparison.verdicts();
        verdicts.forEach(out::println);
        writeFiles();
        out.flush();
        return verdicts.stream().noneMatch(Verdict::fellShort);
    }

    private String table(List<String> head, Function<RunResult, List<String>> row) {
        return ResultTable.text(head, findings.results().stream().map(row).toList());
    }

    private void setting() {
        Calibration found = findings.calibration();
        out.printf(
                Locale.ROOT,
                "One core can serve %,d requests/s: GET %s, scan of %,d entries %s, receiving and answering %s each. Policy %s, slice %d us, seed %d.%n",
                found.perSecond(),
                Durations.text(found.getNanos()),
                found.scanEntries(),
                Durations.text(found.scanNanos()),
                Durations.text(found.overheadNanos()),
                findings.options().scheduling().policy(),
                findings.options().scheduling().sliceMicros(),
                findings.options().seed());
        if (!findings.complete()) {
            out.println("Ended early: this is what was measured so far.");
        }
        if (!findings.cpus().pinned()) {
            out.println("Nothing is pinned to a CPU: " + findings.cpus().problem() + ".");
        }
        if (findings.results().stream().anyMatch(result -> !result.shortSlices())) {
            out.println(
                    "The kernel gives the ingress thread no short slices (Linux 6.12 and newer do): requests wait for it, in all variants.");
        }
        out.println();
    }

    private void noise() {
        OptionalDouble spread = comparison.spread();
        if (spread.isPresent()) {
            out.printf(
                    Locale.ROOT,
                    "A/A: the same run twice differs by %.0f %% in GET p99; what differs by less is not shown.%n",
                    spread.getAsDouble() * 100);
        }
        double steal = findings.results().stream()
                .mapToDouble(result -> result.usage().steal())
                .max()
                .orElse(0);
        double others = findings.results().stream()
                .mapToDouble(result -> result.usage().otherCpu())
                .max()
                .orElse(0);
        if (steal + others > 0.1) {
            out.printf(
                    Locale.ROOT,
                    "Noise: other processes used up to %.2f CPUs meanwhile, and %.2f were stolen: repeat on a quieter machine.%n",
                    others,
                    steal);
        }
        out.println();
    }

    private void writeFiles() {
        Path report = findings.options().files().out().resolve("report.html");
        write(report, new ReportPage(findings).html());
        out.println();
        out.println("Report: " + report);
        findings.options().files().json().ifPresent(file -> write(file, ResultJson.of(findings)));
    }

    private static void write(Path file, String text) {
        try {
            ResultFile.write(file, text);
        } catch (UncheckedIOException e) {
            throw new DemoFailure(e.getMessage() + " with --out or --json. What was measured stands above.", e);
        }
    }
}
