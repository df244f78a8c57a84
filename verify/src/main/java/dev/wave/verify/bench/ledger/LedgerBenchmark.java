package dev.wave.verify.bench.ledger;

import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.harness.Children;
import dev.wave.verify.bench.harness.Reading;
import dev.wave.verify.bench.ledger.LedgerCostMain.Recorder;
import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.Target;
import java.time.Duration;
import java.util.List;

/** One thread's whole way through host and agent, with the ledger off and on. */
public final class LedgerBenchmark implements Benchmark {
    private static final String OFF = "off";
    private static final double NEARLY_NOTHING_NANOS = 5;

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public String what() {
        return "the ledger, off and on: one thread's way through host and agent, and its entries alone";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        run.oneCpu(
                        "ledger: one thread woken, decided, run and blocked, both sides in one thread; its ten entries alone")
                .usually(Duration.ofSeconds(40))
                .metric(Metric.lower("way", "ns"))
                .metric(Metric.lower("ten entries", "ns"))
                .subject(OFF, () -> sample(run, Recorder.NEVER))
                .peer("off while something else is recorded", () -> sample(run, Recorder.OF_OTHERS))
                .peer("on", () -> sample(run, Recorder.OF_THE_LEDGER))
                .target(Target.atMost(OFF, "ten entries").oneCpu(NEARLY_NOTHING_NANOS))
                .note(
                        "A JVM of its own for each sample. The entries alone: the same calls in a loop, with nothing beside them.")
                .measure();
    }

    private static Reading sample(BenchRun run, Recorder recorder) throws Exception {
        List<String> words =
                List.of(recorder.name(), Integer.toString(run.cpus().second()));
        try (Children children = new Children()) {
            children.start(Children.java(List.of(), LedgerCostMain.class, words));
            List<String> said = children.lines(Duration.ofSeconds(60));
            return Reading.of(Double.parseDouble(said.get(0)), Double.parseDouble(said.get(1)))
                    .withSwitches(Long.parseLong(said.get(2)));
        }
    }
}
