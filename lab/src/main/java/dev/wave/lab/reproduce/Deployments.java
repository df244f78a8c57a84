package dev.wave.lab.reproduce;

import dev.wave.core.model.MachineModel;
import dev.wave.lab.reproduce.Contest.Contender;
import dev.wave.lab.threads.HostPlan;
import dev.wave.lab.threads.HostRun;
import dev.wave.lab.threads.Placement;
import dev.wave.lab.workload.Mix;
import dev.wave.lab.workload.OpenLoop;
import dev.wave.lab.workload.Workload;
import dev.wave.threads.ThreadPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The three that the paper compares: with an agent on the host one of sixteen cores is the agent's. */
final class Deployments {
    static final String ON_HOST_15 = "on-host, 15 cores + agent core";
    static final String WAVE_15 = "Wave, 15 cores";
    static final String WAVE_16 = "Wave, 16 cores";

    private static final double SAMPLED_LOAD = 0.67;
    private static final int SAMPLED_REQUESTS = 400;

    private Deployments() {}

    static List<Contender> three(Supplier<ThreadPolicy> policies) {
        MachineModel model = MachineModel.MOUNT_EVANS;
        return List.of(
                new Contender(ON_HOST_15, HostPlan.of(model, Placement.ON_HOST, 15, policies)),
                new Contender(WAVE_15, HostPlan.of(model, Placement.WAVE, 15, policies)),
                new Contender(WAVE_16, HostPlan.of(model, Placement.WAVE, 16, policies)));
    }

    /** A few requests to the last of them, at two thirds of what its cores could do. */
    static Optional<Runnable> sample(Supplier<ThreadPolicy> policies, Mix mix, long seed) {
        HostPlan plan = three(policies).getLast().plan();
        Workload workload =
                OpenLoop.poisson(1, mix).withLoad(SAMPLED_LOAD, plan.geometry().cores());
        return Optional.of(() -> HostRun.serve(plan, workload, seed, SAMPLED_REQUESTS));
    }
}
