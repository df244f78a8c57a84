package dev.wave.verify.bench.preempt;

import dev.wave.cli.ExpectedFailure;
import dev.wave.threads.virtual.ThreadEnclave;
import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.harness.Children;
import dev.wave.verify.bench.harness.Reading;
import dev.wave.verify.bench.live.Words;
import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.Target;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How long a thread stays on its core after the agent asked for it. */
public final class PreemptBenchmark implements Benchmark {
    private static final int PREEMPTIONS = 10_000;

    /** They take as long as their loops. */
    private static final int PREEMPTIONS_WITHOUT_POLLS = 2_000;

    private static final double MOST_MICROS = 10;
    private static final double MICRO = 1_000;

    @Override
    public String name() {
        return "preempt";
    }

    @Override
    public String what() {
        return "from the decision to preempt until the thread is off its core, in loops of several kinds";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        var table = run.twoCpus("preempt: decision published -> thread off its core")
                .metric(Metric.lower("p50", "us"))
                .metric(Metric.lower("p99", "us"))
                .metric(Metric.lower("p99.9", "us"))
                .usually(Duration.ofSeconds(240))
                .atLeastRounds(1)
                .note(
                        "Loops without polls leave their core when they come to code that has some, at the latest when they end.");
        for (Kernel kernel : Kernel.values()) {
            if (kernel.polled) {
                table.subject(kernel.title, () -> sample(run, kernel));
                table.target(Target.atMost(kernel.title, "p99").everywhere(MOST_MICROS));
            } else {
                table.peer(kernel.title, () -> sample(run, kernel));
            }
        }
        table.measure();
    }

    private static Reading sample(BenchRun run, Kernel kernel) throws Exception {
        String link = "bench-preempt-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        List<String> words = List.of(
                kernel.name(),
                link,
                "" + run.cpus().first(),
                "" + run.cpus().second(),
                "" + run.options().seed(),
                "" + (kernel.polled ? PREEMPTIONS : PREEMPTIONS_WITHOUT_POLLS));
        try (Children children = new Children()) {
            List<String> flags = List.of("-javaagent:" + instrumenter() + "=packages=wavebench.loops.");
            children.start(Children.java(flags, PreemptMain.class, words));
            Words said = Words.of(children.lines(Duration.ofSeconds(60)));
            return Reading.of(said.number("p50") / MICRO, said.number("p99") / MICRO, said.number("p99.9") / MICRO)
                    .withSwitches((long) said.number("switches"));
        }
    }

    private static Path instrumenter() {
        try {
            Path jar = Path.of(ThreadEnclave.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (!jar.toString().endsWith(".jar")) {
                throw new ExpectedFailure(
                        "polls are added by wave-threads.jar, and this runs from " + jar + ": run ./wave bench");
            }
            return jar;
        } catch (URISyntaxException e) {
            throw new ExpectedFailure("the place of wave-threads.jar is no file name: move the installation", e);
        }
    }
}
