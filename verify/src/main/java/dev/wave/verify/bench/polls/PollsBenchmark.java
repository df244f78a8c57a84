package dev.wave.verify.bench.polls;

import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.BenchTable;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.harness.ChildMain;
import dev.wave.verify.bench.harness.Children;
import dev.wave.verify.bench.harness.Reading;
import dev.wave.verify.bench.polls.KernelLoader.Variant;
import dev.wave.verify.bench.polls.PollCase.Kind;
import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What polls cost in loops. Each sample is a JVM of its own that runs all kernels; the figures are its ratios of CPU time
 * with polls to without.
 */
public final class PollsBenchmark implements Benchmark {
    /** What polls may cost on average, monitors apart. */
    private static final double MEAN_LIMIT = 1.03;

    /** What they may cost in the worst kernel. */
    private static final double WORST_LIMIT = 1.10;

    private static final Duration LONGEST_FORK = Duration.ofSeconds(120);

    /** A fork takes about 20 seconds; a round is two with polls and one without. */
    private static final Duration USUAL = Duration.ofSeconds(200);

    private static final Duration ROUND = Duration.ofSeconds(60);
    private static final int FEWEST_ROUNDS = 3;

    @Override
    public String name() {
        return "polls";
    }

    @Override
    public String what() {
        return "what preemption polls cost in loops: with and without, in one JVM";
    }

    @Override
    public void run(BenchRun run) throws IOException, InterruptedException {
        int rounds = run.options().quick()
                ? 1
                : (int) Math.max(FEWEST_ROUNDS, run.budget(USUAL).dividedBy(ROUND));
        PollCosts costs = new PollCosts();
        int done = 0;
        while (done < rounds && !run.stopped()) {
            run.progress("polls: round " + (done + 1) + " of " + rounds);
            measure(costs, run);
            done++;
        }
        if (!costs.measured().isEmpty()) {
            kernels(run, costs);
            means(run, costs);
        }
    }

    private static void measure(PollCosts costs, BenchRun run) throws IOException, InterruptedException {
        for (Variant variant : List.of(Variant.WITH, Variant.WITHOUT, Variant.WITH)) {
            try (Children fork = new Children()) {
                fork.start(command(variant, run.options().quick() ? 3 : 9));
                fork.lines(LONGEST_FORK).forEach(line -> add(costs, variant, line));
            } catch (IllegalStateException e) {
                // Ctrl-C ends the child too; what there is so far is shown.
                if (!run.stopped()) {
                    throw e;
                }
                return;
            }
        }
    }

    /** Unlike other benchmarks' children this one has the collector and the heap of a service. */
    private static List<String> command(Variant variant, int slices) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-XX:+UseG1GC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                ChildMain.class.getName(),
                PollFork.class.getName(),
                variant.name(),
                String.valueOf(slices)));
        IntStream.range(0, PollCase.ALL.size()).forEach(number -> command.add(String.valueOf(number)));
        return command;
    }

    private static void add(PollCosts costs, Variant variant, String line) {
        String[] parts = line.split(" ");
        PollCase one = PollCase.ALL.get(Integer.parseInt(parts[0]));
        costs.add(one, variant, Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
    }

    /** A row for each kernel. */
    private static void kernels(BenchRun run, PollCosts costs) {
        BenchTable table = run.oneCpu("polls: CPU time with polls / without, kernel by kernel")
                .metric(Metric.lower("without", "ns"))
                .metric(Metric.lower("with polls", "x"))
                .metric(Metric.lower("A/A", "x"));
        for (PollCase one : costs.measured()) {
            Iterator<Double> plain = repeated(costs.nanos(one)).iterator();
            Iterator<Double> polled = costs.all(one, Variant.WITH).iterator();
            double again = costs.ratio(one, Variant.WITHOUT);
            table.peer(
                    one.kind().name().toLowerCase(Locale.ROOT) + ": " + one.what(),
                    () -> Reading.of(plain.next(), polled.next(), again));
        }
        table.note("monitors stand apart: any poll in a loop around one ends the JIT compiler's lock coarsening")
                .usually(Duration.ZERO)
                .atLeastRounds(forks(costs, Variant.WITH))
                .measure();
    }

    /** Geometric means and the worst kernel, a sample for each fork. */
    private static void means(BenchRun run, PollCosts costs) {
        BenchTable table = run.oneCpu("polls: geometric means over the kernels, monitors apart");
        table.metric(Metric.lower("all", "x"));
        for (Kind kind : Kind.values()) {
            table.metric(Metric.lower(kind.name().toLowerCase(Locale.ROOT), "x"));
        }
        Iterator<double[]> polled = samples(costs, Variant.WITH).iterator();
        Iterator<double[]> plain = samples(costs, Variant.WITHOUT).iterator();
        PollCase worst = costs.worst();
        table.metric(Metric.lower("worst", "x"))
                .subject("with polls", () -> Reading.of(polled.next()))
                .peer("without, twice", () -> Reading.of(plain.next()))
                .target(Target.atMost("with polls", "all").oneCpu(MEAN_LIMIT))
                .target(Target.atMost("with polls", "worst").oneCpu(WORST_LIMIT))
                .note("worst: " + worst.what())
                .usually(Duration.ZERO)
                .atLeastRounds(forks(costs, Variant.WITHOUT))
                .measure();
    }

    private static List<double[]> samples(PollCosts costs, Variant variant) {
        List<double[]> samples = new ArrayList<>();
        for (int fork = 0; fork < forks(costs, variant); fork++) {
            List<Double> values = new ArrayList<>();
            values.add(costs.mean(costs.judged(), variant, fork));
            for (Kind kind : Kind.values()) {
                values.add(costs.mean(costs.of(kind), variant, fork));
            }
            values.add(costs.all(costs.worst(), variant).get(fork));
            samples.add(values.stream().mapToDouble(each -> each).toArray());
        }
        return samples;
    }

    private static int forks(PollCosts costs, Variant variant) {
        return costs.measured().stream()
                .mapToInt(one -> costs.all(one, variant).size())
                .min()
                .orElse(0);
    }

    private static List<Double> repeated(double value) {
        return Arrays.stream(new double[100]).map(ignored -> value).boxed().toList();
    }
}
