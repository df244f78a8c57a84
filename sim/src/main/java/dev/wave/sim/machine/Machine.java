package dev.wave.sim.machine;

import dev.wave.core.Clock;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.memory.Disorder;
import dev.wave.sim.memory.FenceFilter;
import dev.wave.sim.memory.MemorySystem;
import dev.wave.sim.memory.Processor;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Actor;
import dev.wave.sim.time.Timeline;

/** A host and a NIC in virtual time. One thread's business; machines that run side by side know nothing of each other. */
public final class Machine {
    private final Timeline timeline = new Timeline();
    private final MachineModel model;
    private final MemorySystem memory;
    /** Null if interrupts arrive as they were sent. */
    private final InterruptFaults interruptFaults;

    public Machine(MachineModel model, Disorder disorder, FenceFilter fences) {
        this(model, disorder, fences, null);
    }

    /** As above, with interrupts that may get lost, come late or twice. */
    public Machine(MachineModel model, Disorder disorder, FenceFilter fences, InterruptFaults interruptFaults) {
        this.interruptFaults = interruptFaults;
        this.model = model;
        this.memory = new MemorySystem(timeline, model, disorder, fences);
    }

    /** A machine that does nothing by itself that it need not do. */
    public Machine(MachineModel model) {
        this(model, Disorder.NONE, FenceFilter.KEPT);
    }

    public Timeline timeline() {
        return timeline;
    }

    public MachineModel model() {
        return model;
    }

    MemorySystem memory() {
        return memory;
    }

    InterruptFaults interruptFaults() {
        return interruptFaults;
    }

    /** Nothing crosses the link for that long, as while it is being retrained; what is under way arrives. */
    public void stallLink(long picos) {
        memory.stallLinkUntil(timeline.now() + picos);
    }

    /** One more core. */
    public Processor core(Side side) {
        return memory.processor(side);
    }

    /** Somebody who acts on a core, from now on. */
    public Actor actor(String name, Processor core, Runnable body) {
        return timeline.actor(name, body).at(core);
    }

    /** The clock of everything that lives on this machine. */
    public Clock clock() {
        return timeline::nowNanos;
    }

    /** A link between the host and its agent. */
    public SimulatedLink link(LinkShape shape, SimulatedLink.Doorbell doorbell, SimulatedLink.Sizes sizes) {
        return new SimulatedLink(this, shape, doorbell, sizes);
    }
}
