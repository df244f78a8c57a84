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
import dev.wave.threads.policy.Shinjuku;
import java.util.List;
import java.util.Optional;

/** 99.5 % GETs of 10 us and 0.5 % range queries of 10 ms under Shinjuku with a slice of 30 us. */
public final class ShinjukuMix implements Experiment {
    private static final int REQUESTS = 8_000;
    private static final int REQUESTS_SATURATED = 20_000;
    private static final long SLICE_NANOS = 30_000;
    private static final int GET = 0;
    private static final List<Double> LOADS = List.of(25e3, 75e3, 125e3, 150e3, 175e3, 195e3, 210e3, 225e3);

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
        return Deployments.sample(() -> new Shinjuku(SLICE_NANOS), PublishedMixes.GETS_AND_RANGES, seed);
    }

    @Override
    public Findings run(Runs runs) {
        List<Contender> three = Deployments.three(() -> new Shinjuku(SLICE_NANOS));
        List<Saturated> most = new Contest(runs, PublishedMixes.GETS_AND_RANGES, REQUESTS_SATURATED).saturate(three);
        Chart curves = new Contest(runs, PublishedMixes.GETS_AND_RANGES, REQUESTS)
                .curves("GETs beside ranges under Shinjuku", three, GET, LOADS);
        return new Findings(
                rows(three, most, curves),
                List.of(curves),
                List.of(
                        "loss of Wave on as many cores: a request takes 60 us here and two to three switches, so what the link adds to a switch is less than a percent; the published range is that of all subsystems, and which end is whose is not known.",
                        "The paper's curves were not at hand; that p99 of GETs stays flat until saturation is what the last two rows and the chart show."));
    }

    private static List<Row> rows(List<Contender> three, List<Saturated> most, Chart curves) {
        Published loss = Published.range(1.1, 7.4, Confidence.FOUND, Sources.ABSTRACT);
        double knee = most.get(2).thousands().mean();
        return List.of(
                saturation(three.get(0), most.get(0)),
                saturation(three.get(1), most.get(1)),
                saturation(three.get(2), most.get(2)),
                Row.following(
                        "gain of Wave with the agent's core",
                        "%",
                        Published.UNKNOWN,
                        most.get(2).gainOver(most.get(0))),
                Row.following(
                        "loss of Wave on as many cores", "%", loss, most.get(1).lossAgainst(most.get(0))),
                p99("GET p99, Wave on 16 cores, at half of its saturation", curves, 0.5 * knee),
                p99("GET p99, Wave on 16 cores, at 85 % of its saturation", curves, 0.85 * knee));
    }

    private static Row saturation(Contender contender, Saturated most) {
        return Row.following("saturation, " + contender.name(), "k requests/s", Published.UNKNOWN, most.thousands());
    }

    private static Row p99(String what, Chart curves, double thousands) {
        return Row.following(what, "us", Published.UNKNOWN, Contest.at(curves, Deployments.WAVE_16, thousands));
    }
}
