package dev.wave.verify.bench;

import dev.wave.cli.ExpectedFailure;
import dev.wave.cli.Wave;
import dev.wave.lab.report.Json;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.result.ResultJson;
import dev.wave.verify.bench.result.Series;
import dev.wave.verify.bench.result.TableResult;
import dev.wave.verify.bench.result.TableText;
import dev.wave.verify.bench.result.Verdict;
import dev.wave.verify.bench.result.Verdict.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run tells its user: where it was measured, the tables, what was missed. */
final class BenchReport {
    private static final String SCHEMA = "wave-bench-1";

    private final PrintWriter out;
    private final Map<String, String> machine;
    private final long seed;
    private final List<Map<String, Object>> benchmarks = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    BenchReport(PrintWriter out, Map<String, String> machine, long seed) {
        this.out = out;
        this.machine = machine;
        this.seed = seed;
    }

    void heading() {
        machine.forEach((name, value) -> out.printf("%-10s %s%n", name, value));
        out.printf("%-10s %d%n", "seed", seed);
        out.flush();
    }

    void tables(Benchmark benchmark, List<TableResult> results) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", benchmark.name());
        json.put("what", benchmark.what());
        json.put("tables", results.stream().map(ResultJson::of).toList());
        benchmarks.add(json);
        for (TableResult result : results) {
            out.println();
            TableText.lines(result).forEach(out::println);
            verdicts.addAll(result.verdicts());
            result.series().stream()
                    .filter(series -> series.role() != Series.Role.PEER)
                    .filter(series -> !series.problem().isEmpty())
                    .forEach(series -> failures.add(benchmark.name() + ": " + series.name() + " " + series.problem()));
        }
        out.flush();
    }

    void failed(String benchmark, String why) {
        failures.add(benchmark + ": " + why);
    }

    void write(Path file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("machine", machine);
        json.put("seed", seed);
        json.put("benchmarks", benchmarks);
        json.put("failures", failures);
        try {
            Files.writeString(file, Json.text(json) + "\n");
        } catch (IOException e) {
            throw new ExpectedFailure(
                    "the results were measured and shown, but cannot be written to " + file + " (" + e
                            + "); name another file.",
                    e);
        }
    }

    /** The last lines, and the exit status. */
    int summary(boolean stopped) {
        out.println();
        if (stopped) {
            out.println("Stopped before its end; above is what was measured so far.");
        }
        failures.forEach(failure -> out.println("FAILED    " + failure));
        verdicts.stream()
                .filter(verdict -> verdict.outcome() == Outcome.MISSED)
                .forEach(verdict -> out.println(verdict.text()));
        out.println(count(Outcome.REACHED) + " reached, " + count(Outcome.MISSED) + " missed, "
                + count(Outcome.NOT_SHOWN)
                + " not shown (within the A/A spread), " + count(Outcome.NOT_SEEN) + " not seen, " + failures.size()
                + " failed");
        out.flush();
        return count(Outcome.MISSED) == 0 && failures.isEmpty() ? Wave.DONE : Wave.FELL_SHORT;
    }

    private long count(Outcome outcome) {
        return verdicts.stream().filter(verdict -> verdict.outcome() == outcome).count();
    }
}
