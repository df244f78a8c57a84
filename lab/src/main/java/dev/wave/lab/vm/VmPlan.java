package dev.wave.lab.vm;

import dev.wave.core.model.MachineModel;
import dev.wave.sim.machine.LinkShape;
import dev.wave.threads.ThreadPolicy;
import java.util.function.Supplier;

/**
 * A host with virtual machines, and who schedules them.
 *
 * @param model what everything costs
 * @param shape where the agent is
 * @param ticks those of the host's hardware threads
 * @param policies makes the policy
 */
public record VmPlan(MachineModel model, LinkShape shape, Ticks ticks, Supplier<ThreadPolicy> policies) {

    /** The agent on the NIC looks at its own clock; the host has no ticks. */
    public static VmPlan wave(MachineModel model, Supplier<ThreadPolicy> policies) {
        return new VmPlan(model, LinkShape.TUNED, Ticks.NONE, policies);
    }

    /** The scheduler is on the host and needs ticks on every core. Where it decides costs none of this socket's cores: a core of the other one stands in for it. */
    public static VmPlan onHost(MachineModel model, Supplier<ThreadPolicy> policies) {
        return new VmPlan(model, LinkShape.ON_HOST, Ticks.periodic(model), policies);
    }
}
