package dev.wave.verify.bench.polls;

import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.CProgram;
import dev.wave.verify.bench.harness.Children;
import dev.wave.verify.bench.polls.PollCase.Kind;
import dev.wave.verify.bench.result.Statistics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The same kernels in C ({@code polls.c}), with polls laid by hand: what can be had on this machine at all.
 *
 * <p>gcc has two goes at each kernel, with loops where they fall and with loops aligned, because where a loop lies can make more of a
 * difference than a poll does. Of code without polls the better counts, and of code with them the better of all places and
 * goes.
 */
final class HandPolls {
    /** The kernels that polls.c has, as {@link PollCase#name()} calls them. */
    static final List<PollCase> KERNELS = List.of(
                    "IntSum",
                    "ScaleField",
                    "LinkedNodes",
                    "Unpredictable",
                    "BubbleSort",
                    "Collatz",
                    "BinarySearch",
                    "Sieve",
                    "BuildString",
                    "Fibonacci",
                    "TreeSum",
                    "ForEachLambda",
                    "ListGet",
                    "ListIterator",
                    "ThreeShapes")
            .stream()
            .map(PollCase::named)
            .toList();

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final List<List<String>> GOES =
            List.of(List.of(), List.of("-falign-functions=64", "-falign-loops=32"));

    /** Later flags win: vectorised, and for this very machine, as the JIT compiler does. */
    private static final List<String> VECTORISED = List.of("-ftree-vectorize", "-march=native");

    private final Map<PollCase, List<Sample>> samples = new HashMap<>();

    /**
     * What one round gave of a kernel, in nanoseconds of CPU time per run.
     *
     * @param again the same code as {@code plain}, at another place
     */
    record Sample(double plain, double again, double polled) {
        double ratio() {
            return polled / Math.min(plain, again);
        }

        double repeated() {
            return again / plain;
        }

        /** The better of both. */
        Sample or(Sample other) {
            return new Sample(
                    Math.min(plain, other.plain), Math.min(again, other.again), Math.min(polled, other.polled));
        }
    }

    /** One round of all kernels. */
    void measure(BenchRun run, int slices) throws IOException, InterruptedException {
        Map<PollCase, Sample> best = new HashMap<>();
        for (List<String> go : GOES) {
            for (boolean vectorised : List.of(true, false)) {
                for (String line : run(program(run, go, vectorised), slices, vectorised)) {
                    String[] parts = line.split(" ");
                    best.merge(PollCase.named(parts[0]), sample(parts), Sample::or);
                }
            }
        }
        best.forEach((kernel, sample) ->
                samples.computeIfAbsent(kernel, ignored -> new ArrayList<>()).add(sample));
    }

    private static Path program(BenchRun run, List<String> go, boolean vectorised) throws InterruptedException {
        List<String> flags = new ArrayList<>(go);
        if (vectorised) {
            flags.addAll(VECTORISED);
        }
        return CProgram.compiled(run.options().home(), "polls", flags);
    }

    private static List<String> run(Path program, int slices, boolean vectorised)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString(), String.valueOf(slices)));
        KERNELS.stream()
                .filter(kernel -> (kernel.kind() == Kind.VECTORISED) == vectorised)
                .forEach(kernel -> command.add(kernel.name()));
        try (Children child = new Children()) {
            child.start(command);
            return child.lines(LONGEST);
        }
    }

    private static Sample sample(String... parts) {
        double polled = Double.POSITIVE_INFINITY;
        for (int place = 3; place < parts.length; place++) {
            polled = Math.min(polled, Double.parseDouble(parts[place]));
        }
        return new Sample(Double.parseDouble(parts[1]), Double.parseDouble(parts[2]), polled);
    }

    /** How many rounds were measured. */
    int rounds() {
        return samples.isEmpty() ? 0 : samples.get(KERNELS.getFirst()).size();
    }

    List<Sample> samples(PollCase kernel) {
        return samples.get(kernel);
    }

    /** The geometric mean of all kernels' ratios in one round. */
    double mean(int round) {
        return Math.exp(samples.values().stream()
                .mapToDouble(each -> Math.log(each.get(round).ratio()))
                .average()
                .orElse(Double.NaN));
    }

    /** The ratio of a kernel: the median over rounds. */
    double ratio(PollCase kernel) {
        return Statistics.median(
                samples.get(kernel).stream().mapToDouble(Sample::ratio).toArray());
    }
}
