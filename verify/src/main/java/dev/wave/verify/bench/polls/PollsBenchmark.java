package dev.wave.verify.bench.polls;

import dev.wave.cli.ExpectedFailure;
import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.harness.ChildMain;
import dev.wave.verify.bench.harness.Children;
import dev.wave.verify.bench.polls.KernelLoader.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What polls cost in loops. Each sample is a JVM of its own that runs all kernels; the figures are its ratios of CPU time
 * with polls to without.
 */
public final class PollsBenchmark implements Benchmark {
    private static final Duration LONGEST_FORK = Duration.ofSeconds(120);

    /** A fork takes about 18 seconds and C about 14; a round is two with polls, one without, and C. */
    private static final Duration USUAL = Duration.ofSeconds(210);

    /** The steps of a round. */
    private static final int ROUND = 4;

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
        new Measurement(run).measure();
    }

    /** What there is so far, and the way to more. */
    private static final class Measurement {
        private final BenchRun run;
        private final int slices;
        private final long start = System.nanoTime();
        private final PollCosts costs = new PollCosts();
        private final HandPolls hand = new HandPolls();
        private String noC = "";
        private int steps;

        Measurement(BenchRun run) {
            this.run = run;
            slices = run.options().quick() ? 3 : 9;
        }

        /** One round in any case, then for as long as the user gave. */
        void measure() throws IOException, InterruptedException {
            do {
                step(this::inC);
                step(() -> fork(Variant.WITH));
                step(() -> fork(Variant.WITHOUT));
                step(() -> fork(Variant.WITH));
            } while (goesOn());
            if (!costs.measured().isEmpty()) {
                report();
            }
        }

        private interface Step {
            void take() throws IOException, InterruptedException;
        }

        private void step(Step step) throws IOException, InterruptedException {
            if (steps >= ROUND && !goesOn() || run.stopped()) {
                return;
            }
            steps++;
            run.progress("polls: step " + steps + ", " + spent().toSeconds() + " of about "
                    + run.budget(USUAL).toSeconds() + " s");
            try {
                step.take();
            } catch (IllegalStateException e) {
                // Ctrl-C ends the child too; what there is so far is shown.
                if (!run.stopped()) {
                    throw e;
                }
            }
        }

        /** Whether there is time for one more step, as long as those were. */
        private boolean goesOn() {
            return !run.stopped() && spent().plus(spent().dividedBy(steps)).compareTo(run.budget(USUAL)) <= 0;
        }

        private Duration spent() {
            return Duration.ofNanos(System.nanoTime() - start);
        }

        private void inC() throws IOException, InterruptedException {
            if (noC.isEmpty()) {
                try {
                    hand.measure(run, slices);
                } catch (ExpectedFailure e) {
                    noC = e.getMessage();
                }
            }
        }

        private void fork(Variant variant) throws IOException, InterruptedException {
            try (Children fork = new Children()) {
                fork.start(command(variant, slices));
                fork.lines(LONGEST_FORK).forEach(line -> add(costs, variant, line));
            }
        }

        private void report() {
            PollTables tables = new PollTables(run, costs);
            tables.kernels();
            tables.means();
            if (hand.rounds() > 0) {
                tables.byHand(hand);
            }
            tables.meansByHand(hand, noC);
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
}
