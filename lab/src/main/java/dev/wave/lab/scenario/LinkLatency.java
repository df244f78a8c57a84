package dev.wave.lab.scenario;

import static dev.wave.core.model.Cost.INTERRUPT_FLIGHT;
import static dev.wave.core.model.Cost.LINK_ONE_WAY;
import static dev.wave.core.model.Cost.LINK_READ;
import static dev.wave.core.model.Cost.NIC_LOAD_MISS;
import static dev.wave.core.model.Cost.NIC_STORE_VISIBLE;

import dev.wave.core.link.WindowAttribute;
import dev.wave.core.model.Confidence;
import dev.wave.core.model.Constant;
import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.machine.LinkShape;

/**
 * The same machine with a faster or slower link. Its latency is the round trip of a read; one way is half of it, and whatever else crosses takes so much longer or
 * shorter as the way does.
 *
 * <pre>
 *   link.read            = latency
 *   link.one-way         = latency / 2
 *   interrupt.flight    += latency / 2 - link.one-way before, but not below 0
 *   on coherent links: nic.load-miss = latency, nic.store-visible = latency / 2: lines come from the other side's cache
 * </pre>
 */
public final class LinkLatency {
    private static final String SOURCE = "set by the scenario's link latency";

    private LinkLatency() {}

    static double of(MachineModel model) {
        return model.value(LINK_READ);
    }

    public static MachineModel set(MachineModel model, LinkShape shape, double nanos) {
        double longer = nanos / 2 - model.value(LINK_ONE_WAY);
        MachineModel changed = with(model, LINK_READ, nanos);
        changed = with(changed, LINK_ONE_WAY, nanos / 2);
        changed = with(changed, INTERRUPT_FLIGHT, Math.max(0, model.value(INTERRUPT_FLIGHT) + longer));
        if (shape.hostReads() == WindowAttribute.WRITE_BACK) {
            changed = with(changed, NIC_LOAD_MISS, nanos);
            changed = with(changed, NIC_STORE_VISIBLE, nanos / 2);
        }
        return changed;
    }

    private static MachineModel with(MachineModel model, Cost cost, double nanos) {
        return model.with(cost, new Constant(nanos, Confidence.DERIVED, SOURCE));
    }
}
