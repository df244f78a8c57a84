package dev.wave.verify.bench.polls;

import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.BenchTable;
import dev.wave.verify.bench.harness.Reading;
import dev.wave.verify.bench.polls.KernelLoader.Variant;
import dev.wave.verify.bench.polls.PollCase.Kind;
import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What was measured, as tables. */
final class PollTables {
    /** What polls may cost on average, monitors apart. */
    private static final double MEAN_LIMIT = 1.03;

    /** What they may cost in the worst kernel. */
    private static final double WORST_LIMIT = 1.10;

    private final BenchRun run;
    private final PollCosts costs;

    PollTables(BenchRun run, PollCosts costs) {
        this.run = run;
        this.costs = costs;
    }

    /** A row for each kernel. */
    void kernels() {
        BenchTable table = run.oneCpu("polls: CPU time with polls / without, kernel by kernel")
                .metric(Metric.lower("without", "ns"))
                .metric(Metric.lower("with polls", "x"))
                .metric(Metric.lower("A/A", "x"));
        for (PollCase one : costs.measured()) {
            double plain = costs.nanos(one);
            double again = costs.ratio(one, Variant.WITHOUT);
            Iterator<Double> polled = costs.all(one, Variant.WITH).iterator();
            table.peer(title(one), () -> Reading.of(plain, polled.next(), again));
        }
        table.note("monitors stand apart: any poll in a loop around one ends the JIT compiler's lock coarsening")
                .exactlyRounds(forks(Variant.WITH))
                .measure();
    }

    /** Geometric means and the worst kernel, a sample for each fork. */
    void means() {
        BenchTable table = run.oneCpu("polls: geometric means over the kernels, monitors apart");
        table.metric(Metric.lower("all", "x"));
        for (Kind kind : Kind.values()) {
            table.metric(Metric.lower(kind.name().toLowerCase(Locale.ROOT), "x"));
        }
        Iterator<double[]> polled = samples(Variant.WITH).iterator();
        Iterator<double[]> plain = samples(Variant.WITHOUT).iterator();
        PollCase worst = costs.worst();
        table.metric(Metric.lower("worst", "x"))
                .subject("with polls", () -> Reading.of(polled.next()))
                .peer("without, twice", () -> Reading.of(plain.next()))
                .target(Target.atMost("with polls", "all").oneCpu(MEAN_LIMIT))
                .target(Target.atMost("with polls", "worst").oneCpu(WORST_LIMIT))
                .note("worst: " + worst.what())
                // A subject is measured twice, and takes two forks a round.
                .exactlyRounds(Math.min(forks(Variant.WITHOUT), forks(Variant.WITH) / 2))
                .measure();
    }

    /** The kernels that C has too, with polls by hand, a sample for each round of C. */
    void byHand(HandPolls hand) {
        BenchTable table = run.oneCpu("polls: the same in C, polls laid by hand / without")
                .metric(Metric.lower("C without", "ns"))
                .metric(Metric.lower("C, polls by hand", "x"))
                .metric(Metric.lower("C, A/A", "x"))
                .metric(Metric.lower("Wave, with polls", "x"));
        for (PollCase one : HandPolls.KERNELS) {
            Iterator<HandPolls.Sample> samples = hand.samples(one).iterator();
            double ours = costs.ratio(one, Variant.WITH);
            table.peer(title(one), () -> {
                HandPolls.Sample sample = samples.next();
                return Reading.of(sample.plain(), sample.ratio(), sample.repeated(), ours);
            });
        }
        table.note(
                        "C: the better of up to three placements and of two alignments of loops, against the better of two without")
                .exactlyRounds(hand.rounds())
                .measure();
    }

    /**
     * What it comes to over those kernels.
     *
     * @param noC why C was not measured, if it was not
     */
    void meansByHand(HandPolls hand, String noC) {
        int forks = forks(Variant.WITHOUT);
        PollCase worst = worst(HandPolls.KERNELS, one -> costs.ratio(one, Variant.WITH));
        Iterator<Reading> polled = readings(forks, fork -> ours(worst, Variant.WITH, fork));
        Iterator<Reading> plain = readings(forks, fork -> ours(worst, Variant.WITHOUT, fork));
        BenchTable table = run.oneCpu("polls: geometric means over the kernels that C has too")
                .metric(Metric.lower("all", "x"))
                .metric(Metric.lower("worst", "x"))
                .peer("with polls", polled::next)
                .peer("without, twice", plain::next);
        if (hand.rounds() == 0) {
            table.absent("C, polls by hand", noC);
        } else {
            PollCase worstInC = worst(HandPolls.KERNELS, hand::ratio);
            // A round begins with C, so C has no fewer.
            Iterator<Reading> inC = readings(forks, round -> theirs(hand, worstInC, round));
            table.peer("C, polls by hand", inC::next).note("worst in C: " + worstInC.what());
        }
        table.note("worst with polls: " + worst.what()).exactlyRounds(forks).measure();
    }

    private static Reading theirs(HandPolls hand, PollCase worst, int round) {
        return Reading.of(hand.mean(round), hand.samples(worst).get(round).ratio());
    }

    private Reading ours(PollCase worst, Variant variant, int fork) {
        return Reading.of(
                costs.mean(HandPolls.KERNELS, variant, fork),
                costs.all(worst, variant).get(fork));
    }

    private static Iterator<Reading> readings(int count, IntFunction<Reading> reading) {
        return IntStream.range(0, count).mapToObj(reading).iterator();
    }

    private static PollCase worst(List<PollCase> cases, ToDoubleFunction<PollCase> ratio) {
        return cases.stream().max(Comparator.comparingDouble(ratio)).orElseThrow();
    }

    private List<double[]> samples(Variant variant) {
        List<double[]> samples = new ArrayList<>();
        for (int fork = 0; fork < forks(variant); fork++) {
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

    private int forks(Variant variant) {
        return costs.measured().stream()
                .mapToInt(one -> costs.all(one, variant).size())
                .min()
                .orElse(0);
    }

    private static String title(PollCase one) {
        return one.kind().name().toLowerCase(Locale.ROOT) + ": " + one.what();
    }
}
