package dev.wave.lab.scenario;

import static dev.wave.core.model.Cost.DMA_SETUP;
import static dev.wave.core.model.Cost.INTERRUPT_FLIGHT;
import static dev.wave.core.model.Cost.LINK_ONE_WAY;
import static dev.wave.core.model.Cost.LINK_READ;
import static dev.wave.core.model.Cost.NIC_STORE_VISIBLE;

import dev.wave.core.link.WindowAttribute;
import dev.wave.core.model.Confidence;
import dev.wave.core.model.Constant;
import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.machine.LinkShape;
import dev.wave.sim.memory.Side;

/**
 * The same machine with a faster or slower link. Its latency is the round trip of a read; one way is half of it, and whatever else crosses takes so much longer or
 * shorter as the way does.
 *
 * <pre>
 *   link.read            = latency
 *   link.one-way         = latency / 2
 *   interrupt.flight    += latency / 2 - link.one-way before, but not below 0
 *   dma.setup           += latency - link.read before, but not below 0: asked and answered, it crosses twice
 *   on coherent links: nic.store-visible = latency / 2, because what the NIC writes has to leave its cache
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
        changed = with(changed, DMA_SETUP, Math.max(0, model.value(DMA_SETUP) + nanos - model.value(LINK_READ)));
        if (shape.hostReads() == WindowAttribute.WRITE_BACK && shape.home() == Side.NIC) {
            changed = with(changed, NIC_STORE_VISIBLE, nanos / 2);
        }
        return changed;
    }

    private static MachineModel with(MachineModel model, Cost cost, double nanos) {
        return model.with(cost, new Constant(nanos, Confidence.DERIVED, SOURCE));
    }
}
