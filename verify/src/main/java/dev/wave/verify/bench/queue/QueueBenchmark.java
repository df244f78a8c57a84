package dev.wave.verify.bench.queue;

import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.harness.Reading;
import dev.wave.verify.bench.queue.WireJob.Mode;
import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.Target;
import java.time.Duration;

/** How many messages go one way through a queue between two processes. */
public final class QueueBenchmark implements Benchmark {
    private static final String METRIC = "messages";

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public String what() {
        return "one-way queue between two processes, 64-byte slots, beside the same in C and others";
    }

    @Override
    public void run(BenchRun run) throws InterruptedException {
        var table = run.twoCpus("queue: one way, two processes, 1,024 slots of 64 bytes, 7 words written and read")
                .metric(Metric.higher(METRIC, "M/s"))
                .usually(Duration.ofSeconds(180));
        new WireTable(run, table, Mode.ONE_WAY, (report, messages) -> Reading.of(report.millionsPerSecond(messages)))
                .withCandidates()
                .target(Target.atLeast("wave", METRIC, WireTable.C).near(1.0).far(0.9))
                .target(Target.atLeast("wave", METRIC, WireTable.AGRONA).near(4).far(2))
                .target(Target.atLeast("wave", METRIC, WireTable.AERON).near(15).far(4.5))
                .measure();
    }
}
