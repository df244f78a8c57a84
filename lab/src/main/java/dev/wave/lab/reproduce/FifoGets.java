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
import dev.wave.threads.policy.Fifo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** RocksDB GETs of 10 us under FIFO: what it costs to decide on the NIC, and what the freed core gives back. */
public final class FifoGets implements Experiment {
    private static final int REQUESTS = 20_000;
    private static final int REQUESTS_OF_A_POINT = 5_000;
    private static final List<Double> LOADS =
            List.of(200e3, 500e3, 700e3, 850e3, 950e3, 1_050e3, 1_100e3, 1_150e3, 1_200e3, 1_250e3);

    @Override
    public String name() {
        return "fifo";
    }

    @Override
    public String subject() {
        return "RocksDB GETs of 10 us under FIFO: agent on the host and on the NIC";
    }

    @Override
    public Optional<Runnable> sample(long seed) {
        return Deployments.sample(Fifo::new, PublishedMixes.GETS, seed);
    }

    @Override
    public Findings run(Runs runs) {
        Contest contest = new Contest(runs, PublishedMixes.GETS, REQUESTS);
        List<Contender> three = Deployments.three(Fifo::new);
        List<Saturated> most = contest.saturate(three);
        Chart curves = new Contest(runs, PublishedMixes.GETS, REQUESTS_OF_A_POINT)
                .curves("GETs of 10 us under FIFO", three, 0, LOADS);
        Published loss = Published.range(1.1, 7.4, Confidence.FOUND, Sources.ABSTRACT);
        Published gain = Published.value("4.6", Confidence.FOUND, Sources.SLIDES + ": FIFO");
        return new Findings(
                List.of(
                        most.get(0).row(three.get(0)),
                        most.get(1).row(three.get(1)),
                        most.get(2).row(three.get(2)),
                        Row.following(
                                "gain of Wave with the agent's core",
                                "%",
                                gain,
                                most.get(2).gainOver(most.get(0))),
                        Row.following(
                                "loss of Wave on as many cores",
                                "%",
                                loss,
                                most.get(1).lossAgainst(most.get(0)))),
                List.of(curves),
                List.of(
                        "Service times are constant and requests never run out at saturation, so nothing scatters there.",
                        explained(most)));
    }

    private static String explained(List<Saturated> most) {
        double loss = most.get(1).lossAgainst(most.get(0)).mean();
        return String.format(
                Locale.ROOT,
                "gain of Wave with the agent's core: a sixteenth core is worth 16/15, 6.7 %%, and the link takes %.1f %% off; for 4.6 %% it would have to take off 1.9 %%, about 0.25 us a switch.",
                loss);
    }
}
