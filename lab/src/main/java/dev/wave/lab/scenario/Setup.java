package dev.wave.lab.scenario;

import dev.wave.core.model.Confidence;
import dev.wave.core.model.Constant;
import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.core.protocol.Geometry;
import dev.wave.lab.threads.HostPlan;
import dev.wave.lab.threads.Placement;
import dev.wave.lab.workload.Workload;

/**
 * One point of a scenario: a host, what it is to do, and both places for its agent.
 *
 * @param offloaded how an agent on the NIC is reached
 * @param cores of the host; an agent on the host takes one
 * @param threads that serve requests
 * @param queueDepth slots of a message queue
 * @param load offered, as a share of all cores
 */
public record Setup(
        MachineModel model,
        Placement offloaded,
        int cores,
        int threads,
        int queueDepth,
        Workload workload,
        double load,
        PolicyChoice policy) {
    /** Who decides. */
    public enum Side {
        ON_HOST("agent on the host"),
        OFFLOADED("agent on the NIC");

        private final String words;

        Side(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    Setup withModel(MachineModel other) {
        return new Setup(other, offloaded, cores, threads, queueDepth, workload, load, policy);
    }

    Setup withLoad(double other) {
        return new Setup(model, offloaded, cores, threads, queueDepth, workload, other, policy);
    }

    Setup withCores(int other) {
        return new Setup(model, offloaded, other, threads, queueDepth, workload, load, policy);
    }

    Setup withQueueDepth(int other) {
        return new Setup(model, offloaded, cores, threads, other, workload, load, policy);
    }

    Setup withSliceNanos(double nanos) {
        PolicyChoice other = policy.withSliceNanos(Math.round(nanos));
        return new Setup(model, offloaded, cores, threads, queueDepth, workload, load, other);
    }

    Setup withLinkLatency(double nanos) {
        return withModel(LinkLatency.set(model, offloaded.shape(), nanos));
    }

    Setup withConstant(Cost cost, double value) {
        return withModel(model.with(cost, new Constant(value, Confidence.DERIVED, "set by the scenario's sweep")));
    }

    /** The same requests for both: as many as make this load of all cores. */
    Workload offered() {
        return workload.withLoad(load, cores);
    }

    /** The host of one side. */
    public HostPlan plan(Side side) {
        int working = side == Side.ON_HOST ? cores - 1 : cores;
        Geometry usual = Geometry.ofCores(working);
        Geometry geometry =
                new Geometry(working, usual.regions(), queueDepth, usual.decisionSlots(), usual.outcomeSlots());
        Placement placement = side == Side.ON_HOST ? Placement.ON_HOST : offloaded;
        return new HostPlan(model, placement, geometry, threads, policy.supplier());
    }
}
