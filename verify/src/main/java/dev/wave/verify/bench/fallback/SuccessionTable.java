package dev.wave.verify.bench.fallback;

import dev.wave.verify.bench.fallback.SuccessionMain.Successor;
import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.Children;
import dev.wave.verify.bench.harness.Reading;
import dev.wave.verify.bench.live.Words;
import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.Statistics;
import dev.wave.verify.bench.result.Target;
import java.time.Duration;
import java.util.List;

/** How long nobody runs while one agent takes over from another that lives. */
final class SuccessionTable {
    private static final int SUCCESSIONS = 34;
    private static final String WARM = "by a process that waits";
    private static final String NEW_PROCESS = "by a new process";
    private static final double DEADLINE_MILLIS = 20;
    private static final double MILLI = 1e6;

    private final BenchRun run;

    SuccessionTable(BenchRun run) {
        this.run = run;
    }

    void measure() {
        run.oneCpu("succession: a live agent is replaced " + SUCCESSIONS + " times under load (--replace)")
                .metric(Metric.lower("wait p50", "ms"))
                .metric(Metric.lower("wait p99", "ms"))
                .metric(Metric.lower("wait max", "ms"))
                .metric(Metric.lower("beforehand p50", "ms"))
                .metric(Metric.lower("beforehand max", "ms"))
                .metric(Metric.lower("took p50", "ms"))
                .metric(Metric.lower("fallback", "%"))
                .usually(Duration.ofSeconds(90))
                .atLeastRounds(1)
                .subject(WARM, () -> sample(Successor.WARM))
                .subject(NEW_PROCESS, () -> sample(Successor.NEW_PROCESS))
                .target(Target.atMost(WARM, "wait max").oneCpu(DEADLINE_MILLIS))
                .target(Target.atMost(NEW_PROCESS, "wait max").oneCpu(DEADLINE_MILLIS))
                .note(
                        "wait: the longest that a ready thread was not run, of each succession. took: from the order to replace until the successor was in"
                                + " charge. beforehand: the longest wait while the successor's JVM started and rehearsed beside the service and the old agent, which"
                                + " was in charge all the time: what the machine does without any succession. fallback: successions in which"
                                + " the fallback ran a thread.")
                .measure();
    }

    private Reading sample(Successor kind) throws Exception {
        String link = "bench-succession-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        int times = run.options().quick() ? SUCCESSIONS / 5 : SUCCESSIONS;
        List<String> words = List.of(
                kind.name(),
                link,
                "" + run.cpus().first(),
                "" + run.cpus().second(),
                "" + run.options().seed(),
                "" + times);
        try (Children children = new Children()) {
            children.start(Children.java(List.of(), SuccessionMain.class, words));
            Words said = Words.of(children.lines(Duration.ofSeconds(120)));
            double[] waited = millis(said, "waited");
            double ran =
                    said.all("fallback").stream().filter(count -> count > 0).count();
            return Reading.of(
                            Statistics.quantile(0.5, waited),
                            Statistics.quantile(0.99, waited),
                            Statistics.quantile(1, waited),
                            Statistics.quantile(0.5, millis(said, "beforehand")),
                            Statistics.quantile(1, millis(said, "beforehand")),
                            Statistics.quantile(0.5, millis(said, "took")),
                            100 * ran / times)
                    .withSwitches(0);
        }
    }

    private static double[] millis(Words said, String key) {
        return said.all(key).stream().mapToDouble(nanos -> nanos / MILLI).toArray();
    }
}
