package dev.wave.lab.threads;

import dev.wave.core.model.MachineModel;
import dev.wave.core.protocol.Geometry;
import dev.wave.threads.ThreadPolicy;
import java.util.function.Supplier;

/**
 * A host, its agent, and the way between them.
 *
 * @param model what everything costs
 * @param placement where the agent is
 * @param geometry cores that run threads, and lengths of queues
 * @param workers threads, each for a request at a time
 * @param policies makes the policy
 */
public record HostPlan(
        MachineModel model, Placement placement, Geometry geometry, int workers, Supplier<ThreadPolicy> policies) {
    /** As in ghOSt's RocksDB experiment (experiments/scripts/shinjuku.py). */
    public static final int WORKERS = 200;

    public static HostPlan of(MachineModel model, Placement placement, int cores, Supplier<ThreadPolicy> policies) {
        return new HostPlan(model, placement, Geometry.ofCores(cores), WORKERS, policies);
    }

    public HostPlan withWorkers(int count) {
        return new HostPlan(model, placement, geometry, count, policies);
    }
}
