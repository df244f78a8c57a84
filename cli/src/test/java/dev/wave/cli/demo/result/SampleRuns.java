package dev.wave.cli.demo.result;

import dev.wave.cli.demo.plan.Variant;
import dev.wave.cli.demo.plan.Workload;
import dev.wave.cli.demo.result.RunResult.Answers;
import dev.wave.cli.demo.result.RunResult.Run;
import dev.wave.cli.demo.result.RunResult.Usage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Made-up results for tests. */
public final class SampleRuns {
    private static final Answers ALL_ANSWERED = new Answers(100_000, 0, 0, 0, 0, 0);

    private SampleRuns() {}

    /** A run all of whose short requests took the same time. */
    public static RunResult mixed(Variant variant, double load, long getNanos) {
        return run(new Run(variant, Workload.ROCKSDB, load, 10_000, false), ALL_ANSWERED, getNanos);
    }

    static RunResult again(Variant variant, double load, long getNanos) {
        return run(new Run(variant, Workload.ROCKSDB, load, 10_000, true), ALL_ANSWERED, getNanos);
    }

    static RunResult broken(Variant variant, Answers answers) {
        return run(new Run(variant, Workload.ROCKSDB, 0.7, 10_000, false), answers, 1_000);
    }

    private static RunResult run(Run run, Answers answers, long getNanos) {
        List<Histogram> windows =
                Stream.generate(() -> filled(getNanos, 10_000)).limit(10).toList();
        Map<String, Histogram> stages = Stream.of("taken", "waited", "handled", "returned")
                .collect(Collectors.toMap(name -> name, name -> filled(1_000, 10)));
        Latencies latencies = new Latencies(windows, filled(10_000_000, 50), filled(250, 100_000), stages);
        Usage usage = new Usage(10, 10_000, 0.8, 0.1, 1, 0.7, 100, 0, 0);
        return new RunResult(run, answers, latencies, usage, Map.of("dispatches", 7L), true);
    }

    static Histogram filled(long value, int count) {
        Histogram histogram = new Histogram(3);
        histogram.recordValueWithCount(value, count);
        return histogram;
    }
}
