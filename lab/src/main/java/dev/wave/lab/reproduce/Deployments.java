package dev.wave.lab.reproduce;

import dev.wave.core.model.MachineModel;
import dev.wave.lab.reproduce.Contest.Contender;
import dev.wave.lab.threads.HostPlan;
import dev.wave.lab.threads.Placement;
import dev.wave.threads.ThreadPolicy;
import java.util.List;
import java.util.function.Supplier;

/** The three that the paper compares: with an agent on the host one of sixteen cores is the agent's. */
final class Deployments {
    static final String ON_HOST_15 = "on-host, 15 cores + agent core";
    static final String WAVE_15 = "Wave, 15 cores";
    static final String WAVE_16 = "Wave, 16 cores";

    private Deployments() {}

    static List<Contender> three(Supplier<ThreadPolicy> policies) {
        MachineModel model = MachineModel.MOUNT_EVANS;
        return List.of(
                new Contender(ON_HOST_15, HostPlan.of(model, Placement.ON_HOST, 15, policies)),
                new Contender(WAVE_15, HostPlan.of(model, Placement.WAVE, 15, policies)),
                new Contender(WAVE_16, HostPlan.of(model, Placement.WAVE, 16, policies)));
    }
}
