package dev.wave.lab.threads;

import dev.wave.core.model.MachineModel;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Timeline;
import dev.wave.threads.CoreGroup;
import dev.wave.threads.CoreView;
import dev.wave.threads.GroupPolicy;
import java.util.List;

/** The same for a policy that decides about several cores together: a group is one decision. */
final class ComputingGroupPolicy extends ComputingPolicy implements GroupPolicy {
    private final GroupPolicy policy;

    ComputingGroupPolicy(GroupPolicy policy, Timeline timeline, MachineModel model, Side side) {
        super(policy, timeline, model, side);
        this.policy = policy;
    }

    @Override
    public void cores(List<? extends CoreView> cores) {
        policy.cores(cores);
    }

    @Override
    public boolean pickGroup(CoreView core, CoreGroup into) {
        boolean picked = policy.pickGroup(core, into);
        if (picked) {
            decision();
        }
        return picked;
    }

    @Override
    public boolean shouldVacate(CoreView core) {
        return policy.shouldVacate(core);
    }
}
