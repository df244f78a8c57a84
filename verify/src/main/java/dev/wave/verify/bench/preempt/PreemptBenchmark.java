package dev.wave.verify.bench.preempt;

import dev.wave.cli.ExpectedFailure;
import dev.wave.threads.virtual.ThreadEnclave;
import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.BenchTable;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.harness.CProgram;
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
    private static final int PREEMPTIONS = 4_000;

    /** They take as long as their loops. */
    private static final int PREEMPTIONS_WITHOUT_POLLS = 1_000;

    private static final String MACHINE = "the machine: a loop in C sees a word change";
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
        try (PreemptChild child = new PreemptChild(run, instrumenter())) {
            measure(run, child);
        }
    }

    private static void measure(BenchRun run, PreemptChild child) throws InterruptedException {
        var table = run.twoCpus("preempt: decision published -> thread off its core")
                .metric(Metric.lower("p50", "us"))
                .metric(Metric.lower("p99", "us"))
                .metric(Metric.lower("p99.9", "us"))
                .metric(Metric.lower("over 10 us", "%"))
                .usually(Duration.ofSeconds(120))
                .atLeastRounds(1)
                .note(
                        "Loops without polls leave their core when they come to code that has some, at the latest when they end.")
                .note(
                        "over 10 us: share of the preemptions that took longer; p99 <= 10 us means <= 1 %. The machine's row is what of it the CPU's"
                                + " being away makes alone: ticks, the kernel's own threads, the hypervisor. Switches: involuntary ones, of the thread on the core.");
        for (Kernel kernel : Kernel.values()) {
            if (kernel.polled) {
                table.subject(kernel.title, () -> sample(child, kernel, PREEMPTIONS));
                table.target(Target.atMost(kernel.title, "p99").everywhere(MOST_MICROS));
            } else {
                table.peer(kernel.title, () -> sample(child, kernel, PREEMPTIONS_WITHOUT_POLLS));
            }
        }
        machine(run, table);
        table.measure();
    }

    private static Reading sample(PreemptChild child, Kernel kernel, int preemptions) throws Exception {
        return reading(child.sample(kernel, preemptions), preemptions);
    }

    private static Reading reading(Words said, int count) {
        return Reading.of(
                        said.number("p50") / MICRO,
                        said.number("p99") / MICRO,
                        said.number("p99.9") / MICRO,
                        100 * said.number("over") / count)
                .withSwitches((long) said.number("switches"));
    }

    private static void machine(BenchRun run, BenchTable table) throws InterruptedException {
        try {
            Path program = CProgram.compiled(run.options().home(), "request", "");
            List<String> command = List.of(
                    program.toString(),
                    "" + run.cpus().first(),
                    "" + run.cpus().second(),
                    "" + run.options().seed(),
                    "" + PREEMPTIONS);
            // Twice, as everything of ours is: it scatters, too.
            for (String row : List.of(MACHINE, MACHINE + ", again")) {
                table.peer(row, () -> {
                    try (Children children = new Children()) {
                        children.start(command);
                        return reading(Words.of(children.lines(Duration.ofSeconds(30))), PREEMPTIONS);
                    }
                });
            }
        } catch (ExpectedFailure e) {
            table.absent(MACHINE, e.getMessage());
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
