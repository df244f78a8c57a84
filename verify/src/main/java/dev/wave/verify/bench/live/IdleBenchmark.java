package dev.wave.verify.bench.live;

import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.harness.Children;
import dev.wave.verify.bench.harness.Reading;
import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.Target;
import java.time.Duration;
import java.util.List;

/** What a service and its agent cost while nothing happens. */
public final class IdleBenchmark implements Benchmark {
    private static final String ROW = "idle";
    private static final double MOST_PERCENT = 1;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String what() {
        return "CPU time of a service whose threads all wait, and of its agent";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        int seconds = run.options().quick() ? 3 : 10;
        run.oneCpu("idle: share of a core over " + seconds + " s, 100 parked threads, 2 cores")
                .metric(Metric.lower("service", "%"))
                .metric(Metric.lower("agent", "%"))
                .usually(Duration.ofSeconds(30))
                .atLeastRounds(1)
                .subject(ROW, () -> sample(seconds, "service", "agent"))
                .peer("a JVM alone, the JDK's scheduler", () -> sample(seconds, "alone"))
                .target(Target.atMost(ROW, "service").oneCpu(MOST_PERCENT))
                .target(Target.atMost(ROW, "agent").oneCpu(MOST_PERCENT))
                .measure();
    }

    private static Reading sample(int seconds, String... parts) throws Exception {
        String link = "bench-idle-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        try (Children children = new Children()) {
            for (String part : parts) {
                children.start(Children.java(List.of(), IdleMain.class, List.of(part, link, "" + seconds)));
            }
            Words said = Words.of(children.lines(Duration.ofSeconds(seconds + 40)));
            double agent = parts.length > 1 ? said.number("agent") : Double.NaN;
            return Reading.of(said.number("service"), agent).withSwitches(0);
        }
    }
}
