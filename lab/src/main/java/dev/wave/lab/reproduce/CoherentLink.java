package dev.wave.lab.reproduce;

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
import dev.wave.lab.workload.Mix;
import dev.wave.lab.workload.PublishedMixes;
import dev.wave.sim.machine.LinkShape;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.policy.Shinjuku;
import java.util.List;
import java.util.function.Supplier;

/** What a link that keeps caches coherent (UPI or CXL class) would give, without and with all that hides a PCIe link. */
public final class CoherentLink implements Experiment {
    private static final int CORES = 16;
    private static final int REQUESTS = 20_000;
    private static final long SLICE_NANOS = 30_000;

    @Override
    public String name() {
        return "coherent";
    }

    @Override
    public String subject() {
        return "what a coherent link would give, after and before all that hides PCIe";
    }

    @Override
    public Findings run(Runs runs) {
        Placement uncached = Placement.WAVE.over(LinkShape.UNCACHED_ALL).plain();
        List<Contender> fifo = List.of(
                pcie(Placement.WAVE, Fifo::new),
                coherent(Placement.COHERENT, Fifo::new),
                pcie(uncached, Fifo::new),
                coherent(Placement.COHERENT.over(LinkShape.COHERENT).plain(), Fifo::new),
                coherent(Placement.COHERENT.over(LinkShape.COHERENT), Fifo::new));
        Supplier<ThreadPolicy> slices = () -> new Shinjuku(SLICE_NANOS);
        List<Contender> shinjuku = List.of(pcie(Placement.WAVE, slices), coherent(Placement.COHERENT, slices));
        List<Saturated> gets = saturate(runs, PublishedMixes.GETS, fifo);
        List<Saturated> mixed = saturate(runs, PublishedMixes.GETS_AND_RANGES, shinjuku);
        return new Findings(
                List.of(
                        row("gain, FIFO, all optimisations on both", gets.get(1), gets.get(0)),
                        row("gain, Shinjuku, all optimisations on both", mixed.get(1), mixed.get(0)),
                        row("gain, FIFO, no optimisation on either", gets.get(3), gets.get(2)),
                        row("gain, FIFO, the host's writes left in its cache", gets.get(4), gets.get(0))),
                List.of(),
                List.of(
                        "The paper compares, too, and its numbers were not at hand: coherence is recalled to help little once everything else is hidden (40 %).",
                        "Coherence alone does not bring data near. Where the host leaves what it writes in its own cache, the agent fetches each line across the link, one after the other, and becomes what"
                                + " limits; posted or non-temporal writes push it there."));
    }

    private static Row row(String what, Saturated coherent, Saturated pcie) {
        return Row.following(what, "%", Published.UNKNOWN, coherent.gainOver(pcie));
    }

    private static List<Saturated> saturate(Runs runs, Mix mix, List<Contender> contenders) {
        return new Contest(runs, mix, REQUESTS).saturate(contenders);
    }

    private static Contender pcie(Placement placement, Supplier<ThreadPolicy> policies) {
        return new Contender(placement.name(), HostPlan.of(MachineModel.MOUNT_EVANS, placement, CORES, policies));
    }

    private static Contender coherent(Placement placement, Supplier<ThreadPolicy> policies) {
        return new Contender(placement.name(), HostPlan.of(MachineModel.COHERENT, placement, CORES, policies));
    }
}
