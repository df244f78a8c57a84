package dev.wave.lab.reproduce;

import dev.wave.core.model.Confidence;
import dev.wave.core.model.Constant;
import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.core.model.Unit;
import dev.wave.lab.queueing.ClosedForms;
import dev.wave.lab.reproduce.Contest.Contender;
import dev.wave.lab.threads.HostPlan;
import dev.wave.lab.threads.HostRun;
import dev.wave.lab.threads.Placement;
import dev.wave.lab.workload.Mix;
import dev.wave.lab.workload.OpenLoop;
import dev.wave.lab.workload.ServiceTime;
import dev.wave.lab.workload.Workload;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.Fifo;
import java.util.function.Supplier;

/**
 * The shipping agent, its policy, its queues and the host's mechanism on a machine on which everything costs next to nothing: what requests wait there, they wait for each other. First come,
 * first served on n cores is M/M/n then, and whatever the agent loses, holds back or takes out of turn would show.
 */
final class FreeMachine {
    static final int CORES = 4;
    static final double LOAD = 0.7;

    /** Not less: an agent that polls would go round for ever without time passing. */
    private static final double NEXT_TO_NOTHING_NANOS = 1;

    /** Of which whatever the machine takes is next to nothing. */
    private static final double MEAN_NANOS = 100_000;

    private static final Mix MIX = Mix.only("REQUEST", ServiceTime.exponentialNanos(MEAN_NANOS));

    private FreeMachine() {}

    /** Whoever decides here costs nothing: what its requests wait, they wait for each other. */
    static Contender deciding(Supplier<ThreadPolicy> policies, int cores) {
        return new Contender(
                "a machine that costs next to nothing", HostPlan.of(model(), Placement.ON_HOST, cores, policies));
    }

    /**
     * First come, first served. Nothing is staged: a request that is staged for one core cannot go to another that falls idle, which M/M/n allows.
     *
     * @return what half of all answers, and 90 %, took at most, in nanoseconds; a rarer quantile of so few requests would be biased
     */
    static double[] run(long seed, int requests) {
        HostPlan plan = HostPlan.of(model(), Placement.ON_HOST.plain(), CORES, Fifo::new);
        Workload workload = OpenLoop.poisson(1, MIX).withLoad(LOAD, CORES);
        HostRun.Quantiles found =
                HostRun.serve(plan, workload, seed, requests).classes().getFirst();
        return new double[] {found.p50(), found.p90()};
    }

    private static MachineModel model() {
        MachineModel model = MachineModel.MOUNT_EVANS;
        for (Cost cost : Cost.values()) {
            if (cost.unit() == Unit.NANOS) {
                model = model.with(
                        cost, new Constant(NEXT_TO_NOTHING_NANOS, Confidence.DERIVED, "a machine without costs"));
            }
        }
        return model;
    }

    /** The time that this share of answers does not exceed, in nanoseconds. */
    static double expected(double quantile) {
        double low = 0;
        double high = 1_000 * MEAN_NANOS;
        while (high - low > 1e-6 * MEAN_NANOS) {
            double middle = (low + high) / 2;
            if (longer(middle / MEAN_NANOS) > 1 - quantile) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /**
     * Probability of a sojourn above {@code t} mean services in M/M/n: exponential service after a wait that is none, or exponential with rate n - a. <i>Gross and Harris, Fundamentals of
     * Queueing Theory, 2.3.</i>
     */
    private static double longer(double t) {
        double offered = LOAD * CORES;
        double waits = ClosedForms.erlangC(CORES, LOAD);
        double spare = CORES - offered;
        double both = (spare * Math.exp(-t) - Math.exp(-spare * t)) / (spare - 1);
        return (1 - waits) * Math.exp(-t) + waits * both;
    }
}
