package dev.wave.verify.bench.queue;

import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.BenchTable;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.harness.Reading;
import dev.wave.verify.bench.queue.WireJob.Mode;
import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.Target;
import java.time.Duration;
import java.util.List;

/** How long a message and its answer take through two queues between two processes. */
public final class PingPongBenchmark implements Benchmark {
    private static final List<String> METRICS = List.of("p50", "p99");
    private static final double OF_C = 1.1;

    @Override
    public String name() {
        return "pingpong";
    }

    @Override
    public String what() {
        return "round trip through two queues between two processes, beside the same in C and others";
    }

    @Override
    public void run(BenchRun run) throws InterruptedException {
        BenchTable table = run.twoCpus(
                        "pingpong: round trip, two processes, 64-byte slots, one reading of the clock in each trip")
                .usually(Duration.ofSeconds(180));
        METRICS.forEach(metric -> table.metric(Metric.lower(metric, "ns")));
        new WireTable(
                        run,
                        table,
                        Mode.ROUND_TRIP,
                        (report, messages) -> Reading.of(report.medianNanos(), report.tailNanos()))
                .withCandidates();
        for (String metric : METRICS) {
            table.target(Target.atMost("wave", metric, WireTable.C).everywhere(OF_C));
            for (String peer : List.of(WireTable.AGRONA, WireTable.AERON, "Disruptor", "JCTools")) {
                table.target(Target.atMost("wave", metric, peer).everywhere(1));
            }
        }
        table.measure();
    }
}
