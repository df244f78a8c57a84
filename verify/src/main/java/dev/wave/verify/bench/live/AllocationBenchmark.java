package dev.wave.verify.bench.live;

import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.harness.Children;
import dev.wave.verify.bench.harness.Reading;
import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.Target;
import java.time.Duration;
import java.util.List;

/** Bytes allocated per switch in the steady state, on both sides. */
public final class AllocationBenchmark implements Benchmark {
    private static final String ROW = "two threads yield";

    /** Less than one object in a thousand switches is not ours but the JVM's: a deoptimisation, a timer. */
    private static final double NOTHING = 0.02;

    @Override
    public String name() {
        return "allocation";
    }

    @Override
    public String what() {
        return "bytes allocated per switch, on the core and in the agent, the JDK's own apart";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        run.oneCpu("allocation: bytes per switch in the steady state")
                .metric(Metric.lower("core, ours", "B"))
                .metric(Metric.lower("agent", "B"))
                .metric(Metric.lower("core, the JDK's", "B"))
                .usually(Duration.ofSeconds(20))
                .atLeastRounds(1)
                .subject(ROW, AllocationBenchmark::sample)
                .target(Target.atMost(ROW, "core, ours").oneCpu(NOTHING))
                .target(Target.atMost(ROW, "agent").oneCpu(NOTHING))
                .note(
                        "The JDK's: what a virtual thread's yield allocates under a scheduler of a few lines (stack chunks). Ours: what"
                                + " the core allocates beyond that.")
                .measure();
    }

    private static Reading sample() throws Exception {
        String link = "bench-allocation-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        try (Children children = new Children()) {
            children.start(Children.java(List.of(), AllocationMain.class, List.of(link)));
            Words said = Words.of(children.lines(Duration.ofSeconds(60)));
            double jdk = said.number("jdk");
            return Reading.of(Math.max(0, said.number("carrier") - jdk), said.number("agent"), jdk)
                    .withSwitches(0);
        }
    }
}
