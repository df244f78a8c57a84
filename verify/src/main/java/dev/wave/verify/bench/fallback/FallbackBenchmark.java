package dev.wave.verify.bench.fallback;

import dev.wave.cli.ExpectedFailure;
import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.harness.CProgram;
import dev.wave.verify.bench.harness.Children;
import dev.wave.verify.bench.harness.Reading;
import dev.wave.verify.bench.live.Words;
import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How long nobody runs when an agent falls silent. */
public final class FallbackBenchmark implements Benchmark {
    private static final int SILENCES = 100;
    private static final int COLLECTIONS = 25;
    private static final String STOPPED = "agent stopped";
    private static final String AGENT_COLLECTS = "agent collects";
    private static final String SERVICE_COLLECTS = "service collects";
    private static final String UNSURE =
            "unsure: silences whose beginning is not known to 1 ms, because the signal took longer; they do not count for until.";
    private static final double MILLI = 1e6;

    /** The deadline, a quarter of it for the watchdog's period, and what a thread may wait for its CPU on a machine where others work too. */
    private static final double MOST_MILLIS = 20 + 5 + 5;

    @Override
    public String name() {
        return "fallback";
    }

    @Override
    public String what() {
        return "an agent falls silent: until the fallback runs the first thread, and the longest a ready thread waits";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        Optional<String> napper = napper(run);
        run.oneCpu("fallback: the agent's process is stopped " + SILENCES + " times under load, deadline 20 ms")
                .metric(Metric.lower("until p50", "ms"))
                .metric(Metric.lower("until p99", "ms"))
                .metric(Metric.lower("until max", "ms"))
                .metric(Metric.lower("unsure", "%"))
                .metric(Metric.lower("wait p50", "ms"))
                .metric(Metric.lower("wait p99", "ms"))
                .metric(Metric.lower("wait max", "ms"))
                .metric(Metric.lower("nap late p99", "ms"))
                .metric(Metric.lower("nap late max", "ms"))
                .usually(Duration.ofSeconds(60))
                .atLeastRounds(1)
                .subject(STOPPED, () -> stopped(run, napper))
                .target(Target.atMost(STOPPED, "until max").oneCpu(MOST_MILLIS))
                .note(
                        "until: from the last sign of life to the first thread that the fallback ran. wait: the longest that a ready thread was"
                                + " not run. Deadline 20 ms + a quarter for the watchdog's period + 5 ms for a CPU that others use too = 30 ms.")
                .note(UNSURE)
                .note(
                        "nap: a C program beside it sleeps for 5 ms at a time; how late the kernel woke it is what any watchdog meets here.")
                .measure();
        run.oneCpu("fallback: full garbage collections under load, " + COLLECTIONS + " each")
                .metric(Metric.lower("pause p50", "ms"))
                .metric(Metric.lower("pause max", "ms"))
                .metric(Metric.lower("wait p50", "ms"))
                .metric(Metric.lower("wait max", "ms"))
                .metric(Metric.lower("epochs lost", "%"))
                .usually(Duration.ofSeconds(40))
                .atLeastRounds(1)
                .subject(AGENT_COLLECTS, () -> collecting(run, "agent-collects"))
                .subject(SERVICE_COLLECTS, () -> collecting(run, "service-collects"))
                .note(
                        "A pause of the agent's process longer than the deadline ends its epoch: the fallback runs the threads meanwhile. A pause"
                                + " of the service's is not held against the agent; its threads wait for the collection, and no longer.")
                .measure();
        new SuccessionTable(run).measure();
    }

    /** Missing if there is no C compiler: then nothing naps beside. */
    private static Optional<String> napper(BenchRun run) throws InterruptedException {
        try {
            return Optional.of(
                    CProgram.compiled(run.options().home(), "nap", "").toString());
        } catch (ExpectedFailure e) {
            run.progress("fallback: nothing naps beside: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Reading stopped(BenchRun run, Optional<String> napper) throws Exception {
        Words said = child(run, "stop", run.options().quick() ? SILENCES / 5 : SILENCES, napper);
        double[] until = sorted(said, "fallback");
        double[] waited = sorted(said, "waited");
        return Reading.of(
                        at(until, 0.5),
                        at(until, 0.99),
                        at(until, 1),
                        100.0 * said.all("unsure").size() / waited.length,
                        at(waited, 0.5),
                        at(waited, 0.99),
                        at(waited, 1),
                        napper.isPresent() ? said.number("nap p99") / MILLI : Double.NaN,
                        napper.isPresent() ? said.number("nap max") / MILLI : Double.NaN)
                .withSwitches(0);
    }

    private static Reading collecting(BenchRun run, String kind) throws Exception {
        Words said = child(run, kind, run.options().quick() ? COLLECTIONS / 5 : COLLECTIONS, Optional.empty());
        double[] paused = sorted(said, "paused");
        double[] waited = sorted(said, "waited");
        double lost = 100 * said.number("lost") / said.all("lost").size();
        return Reading.of(at(paused, 0.5), at(paused, 1), at(waited, 0.5), at(waited, 1), lost)
                .withSwitches(0);
    }

    private static Words child(BenchRun run, String kind, int times, Optional<String> beside) throws Exception {
        String link = "bench-fallback-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        List<String> words = new ArrayList<>(List.of(
                kind,
                link,
                "" + run.cpus().first(),
                "" + run.cpus().second(),
                "" + run.options().seed(),
                "" + times));
        beside.ifPresent(words::add);
        try (Children children = new Children()) {
            children.start(Children.java(List.of("-Xmx512m"), FallbackMain.class, words));
            return Words.of(children.lines(Duration.ofSeconds(120)));
        }
    }

    private static double[] sorted(Words said, String key) {
        return said.all(key).stream()
                .mapToDouble(nanos -> nanos / MILLI)
                .sorted()
                .toArray();
    }

    /** NaN of nothing. */
    private static double at(double[] sorted, double quantile) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)];
    }
}
