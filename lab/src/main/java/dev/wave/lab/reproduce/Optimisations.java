package dev.wave.lab.reproduce;

import dev.wave.core.model.Confidence;
import dev.wave.core.model.MachineModel;
import dev.wave.lab.experiment.Experiment;
import dev.wave.lab.experiment.Findings;
import dev.wave.lab.experiment.Published;
import dev.wave.lab.experiment.Row;
import dev.wave.lab.experiment.Runs;
import dev.wave.lab.reproduce.Contest.Contender;
import dev.wave.lab.reproduce.Contest.Saturated;
import dev.wave.lab.threads.HostPlan;
import dev.wave.lab.threads.Placement;
import dev.wave.lab.workload.PublishedMixes;
import dev.wave.sim.machine.LinkShape;
import dev.wave.threads.policy.Fifo;
import java.util.List;

/** What each trick against the link is worth, one after the other: throughput of the scheduler on 16 cores that never run out of GETs of 10 us. */
public final class Optimisations implements Experiment {
    private static final int CORES = 16;
    private static final int REQUESTS = 20_000;

    @Override
    public String name() {
        return "optimisations";
    }

    @Override
    public String subject() {
        return "what each trick against the link is worth, in throughput of the scheduler";
    }

    @Override
    public Findings run(Runs runs) {
        Placement wave = Placement.WAVE;
        List<Contender> ladder = List.of(
                step("nothing: all uncached", wave.over(LinkShape.UNCACHED_ALL).plain()),
                step(
                        "+ the NIC caches its own memory",
                        wave.over(LinkShape.NIC_CACHED).plain()),
                step("+ the host combines writes, caches reads", wave.plain()),
                step("+ prestaging", new Placement("prestaged", LinkShape.TUNED, 1, Placement.Prefetch.OFF)),
                step("+ prefetching", wave));
        List<Saturated> found = new Contest(runs, PublishedMixes.GETS, REQUESTS).saturate(ladder);
        return new Findings(rows(ladder, found), List.of(), remarks());
    }

    private static Contender step(String name, Placement placement) {
        return new Contender(name, HostPlan.of(MachineModel.MOUNT_EVANS, placement, CORES, Fifo::new));
    }

    private static List<Row> rows(List<Contender> ladder, List<Saturated> found) {
        Saturated nothing = found.get(0);
        Saturated nic = found.get(1);
        Saturated host = found.get(2);
        Saturated all = found.get(4);
        return List.of(
                Row.following(ladder.get(0).name(), "k requests/s", Published.UNKNOWN, nothing.thousands()),
                Row.following(ladder.get(1).name(), "k requests/s", Published.UNKNOWN, nic.thousands()),
                Row.following(ladder.get(2).name(), "k requests/s", Published.UNKNOWN, host.thousands()),
                Row.following(
                        ladder.get(3).name(),
                        "k requests/s",
                        Published.UNKNOWN,
                        found.get(3).thousands()),
                Row.following(ladder.get(4).name(), "k requests/s", Published.UNKNOWN, all.thousands()),
                Row.following("gain of the NIC's mapping", "%", Published.UNKNOWN, nic.gainOver(nothing)),
                Row.following("gain of the host's mapping", "%", found("31"), host.gainOver(nic)),
                Row.following("gain of prestaging and prefetching", "%", found("32"), all.gainOver(host)),
                Row.following("gain of all together", "%", found("357"), all.gainOver(nothing)));
    }

    private static Published found(String digits) {
        return Published.value(digits, Confidence.FOUND, Sources.SLIDES);
    }

    private static List<String> remarks() {
        return List.of(
                "gain of the host's mapping: uncached, a core reads a decision word by word, in twelve round trips: eight for the slot, two to see that it is whole, two for what is asked back. The layout of the paper's"
                        + " slots is not known; with nine round trips its 31 % would come out.",
                "gain of all together: with all uncached the agent is what limits, at some forty-five accesses a request of 90 ns each (recalled); the paper's 357 % asks for about 70 ns, or for fewer accesses.");
    }
}
