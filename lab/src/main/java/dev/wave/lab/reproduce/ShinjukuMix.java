package dev.wave.lab.reproduce;

import dev.wave.core.model.Confidence;
import dev.wave.lab.experiment.Chart;
import dev.wave.lab.experiment.Experiment;
import dev.wave.lab.experiment.Findings;
import dev.wave.lab.experiment.Published;
import dev.wave.lab.experiment.Row;
import dev.wave.lab.experiment.Runs;
import dev.wave.lab.reproduce.Contest.Contender;
import dev.wave.lab.reproduce.Contest.Saturated;
import dev.wave.lab.workload.PublishedMixes;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.Shinjuku;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** 99.5 % GETs of 10 us and 0.5 % range queries of 10 ms under Shinjuku with a slice of 30 us. */
public final class ShinjukuMix implements Experiment {
    private static final int REQUESTS = 8_000;
    private static final int REQUESTS_SATURATED = 20_000;

    /** At the loads that are looked at closely, ranges must have had the time to gather and to leave, many times. */
    private static final int REQUESTS_CLOSELY = 30_000;

    private static final long SLICE_NANOS = 30_000;
    private static final int CORES = 16;
    private static final int GET = 0;
    private static final Supplier<ThreadPolicy> POLICY = () -> new Shinjuku(SLICE_NANOS);
    private static final List<Double> SHARES = List.of(0.5, 0.85);
    private static final List<Double> LOADS = List.of(25e3, 100e3, 150e3, 180e3, 205e3, 225e3);

    @Override
    public String name() {
        return "shinjuku";
    }

    @Override
    public String subject() {
        return "99.5 % GETs of 10 us, 0.5 % ranges of 10 ms, under Shinjuku with a slice of 30 us";
    }

    @Override
    public Optional<Runnable> sample(long seed) {
        return Deployments.sample(POLICY, PublishedMixes.GETS_AND_RANGES, seed);
    }

    @Override
    public Findings run(Runs runs) {
        List<Contender> three = Deployments.three(POLICY);
        List<Saturated> most = new Contest(runs, PublishedMixes.GETS_AND_RANGES, REQUESTS_SATURATED).saturate(three);
        Chart curves = new Contest(runs, PublishedMixes.GETS_AND_RANGES, REQUESTS)
                .curves("GETs beside ranges under Shinjuku", three, GET, LOADS);
        List<Row> rows = new ArrayList<>(throughput(three, most));
        rows.addAll(p99(runs, three, most));
        return new Findings(
                rows,
                List.of(curves),
                List.of(
                        "loss of Wave on as many cores: a request takes 60 us here and two to three switches, so what the link adds to a switch is less than a percent; the published range is that of all subsystems, and which end is whose is not known.",
                        "GET p99: the paper's curves were not at hand. Near saturation a GET waits for ranges that came before it, a slice each, on a machine that costs nothing, too; what Wave adds is that a thread is staged for one core ahead of time, and comes back from there across the link."));
    }

    private static List<Row> throughput(List<Contender> three, List<Saturated> most) {
        Published loss = Published.range(1.1, 7.4, Confidence.FOUND, Sources.ABSTRACT);
        return List.of(
                most.get(0).row(three.get(0)),
                most.get(1).row(three.get(1)),
                most.get(2).row(three.get(2)),
                Row.following(
                        "gain of Wave with the agent's core",
                        "%",
                        Published.UNKNOWN,
                        most.get(2).gainOver(most.get(0))),
                Row.following(
                        "loss of Wave on as many cores", "%", loss, most.get(1).lossAgainst(most.get(0))));
    }

    /** Each at the same share of what it can do itself, beside what the same policy would reach if nothing cost anything. */
    private static List<Row> p99(Runs runs, List<Contender> three, List<Saturated> most) {
        Contest contest = new Contest(runs, PublishedMixes.GETS_AND_RANGES, REQUESTS_CLOSELY);
        Contender free = FreeMachine.deciding(POLICY, CORES);
        double freeMost = CORES * 1e9 / PublishedMixes.GETS_AND_RANGES.meanNanos();
        List<Row> rows = new ArrayList<>();
        for (double share : SHARES) {
            rows.add(p99(
                    contest, three.get(0), share, 1e3 * most.get(0).thousands().mean()));
            rows.add(p99(
                    contest, three.get(2), share, 1e3 * most.get(2).thousands().mean()));
            rows.add(p99(contest, free, share, freeMost));
        }
        return rows;
    }

    private static Row p99(Contest contest, Contender contender, double share, double most) {
        String what = String.format(
                Locale.ROOT, "GET p99 at %.0f %% of its own saturation, %s", 100 * share, contender.name());
        return Row.following(what, "us", Published.UNKNOWN, contest.p99(contender, GET, share * most));
    }
}
