package dev.wave.lab.reproduce;

import dev.wave.lab.experiment.Experiment;
import java.util.List;

/** All experiments. */
public final class Experiments {
    /** In the order in which they run; a new one is one class and one line here. */
    public static final List<Experiment> ALL = List.of(
            new LinkOperations(),
            new DecisionCosts(),
            new Optimisations(),
            new FifoGets(),
            new ShinjukuMix(),
            new VirtualMachineTurbo(),
            new CoherentLink(),
            new DelayedDemo(),
            new Theory());

    private Experiments() {}
}
