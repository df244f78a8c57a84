package dev.wave.lab.reproduce;

import dev.wave.core.link.Link;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.machine.LinkShape;
import dev.wave.sim.machine.Machine;
import dev.wave.sim.machine.SimulatedLink;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Timeline;
import java.util.function.LongSupplier;

/** A host's core and a NIC's, and a link between them. */
final class LinkPair {
    static final long RUN_NANOS = 1_000_000;

    private static final long BYTES = 8192;
    private static final long OPENING_NANOS = 2_000;

    private final Machine machine;
    private final SimulatedLink link;

    LinkPair(MachineModel model, LinkShape shape) {
        this.machine = new Machine(model);
        this.link = machine.link(shape, SimulatedLink.Doorbell.RUNG, new SimulatedLink.Sizes(BYTES, BYTES, BYTES));
    }

    /** What one of them does. */
    interface Operations {
        void run(Link link);
    }

    Timeline timeline() {
        return machine.timeline();
    }

    void host(Operations operations) {
        machine.actor("host", machine.core(Side.HOST), () -> {
            Link end = link.host(window -> {});
            timeline().spend(OPENING_NANOS * Timeline.NANO);
            operations.run(end);
        });
    }

    void nic(Operations operations) {
        machine.actor("nic", machine.core(Side.NIC), () -> operations.run(link.agent()));
    }

    /** Runs both, and asks then. @return in nanoseconds */
    double run(LongSupplier picos) {
        timeline().runUntil(RUN_NANOS * Timeline.NANO);
        return picos.getAsLong() / 1e3;
    }
}
