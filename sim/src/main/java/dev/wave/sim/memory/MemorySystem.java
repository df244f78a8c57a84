package dev.wave.sim.memory;

import dev.wave.core.link.WindowAttribute;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.time.Actor;
import dev.wave.sim.time.Timeline;
import java.util.ArrayList;
import java.util.List;

/** The memory of a host and of a NIC, the cores that look at it, and the link between them. */
public final class MemorySystem {
    private final Timeline timeline;
    private final MemoryCosts costs;
    private final Disorder disorder;
    private final FenceFilter fences;
    private final PostedPath path;
    private final DmaEngine engine;
    private final List<Processor> processors = new ArrayList<>();
    private final long reach;

    public MemorySystem(Timeline timeline, MachineModel model, Disorder disorder, FenceFilter fences) {
        this.timeline = timeline;
        this.costs = MemoryCosts.of(model);
        this.disorder = disorder;
        this.fences = fences;
        this.path = new PostedPath(costs.hostLink().oneWay(), costs.hostLink().picosPerByte());
        this.engine = new DmaEngine(costs.dma(), disorder);
        this.reach = Timeline.NANO << 2 + disorder.below(10);
    }

    /** One more core. */
    public Processor processor(Side side) {
        Processor processor = new Processor(this, processors.size(), side);
        processors.add(processor);
        return processor;
    }

    /** A view of a memory from one side, under an attribute. */
    public SimulatedWindow window(Memory memory, Side from, WindowAttribute attribute) {
        boolean across = memory.home() != from;
        return switch (attribute) {
            case WRITE_BACK ->
                new CoherentWindow(this, memory, across ? costs.acrossCoherentLink(from) : costs.local(from));
            case UNCACHED ->
                across ? new UncachedWindow(this, memory) : new DeviceWindow(this, memory, costs.local(from));
            case WRITE_COMBINING -> new CombiningWindow(this, memory, costs.local(from));
            case WRITE_THROUGH -> new WriteThroughWindow(this, memory, costs.local(from));
        };
    }

    /** A coherent view of a side's own memory that the other side writes by way of its caches: what it wrote last has to be fetched from there. */
    public SimulatedWindow pulledWindow(Memory memory, Side from) {
        return new CoherentWindow(this, memory, costs.acrossCoherentLink(from));
    }

    /** The host's memory as a core of the NIC sees it that reaches it by DMA alone; one view is one core's. */
    public SimulatedWindow dmaWindow(Memory memory) {
        return new DmaWindow(this, memory, engine);
    }

    DmaEngine dmaEngine() {
        return engine;
    }

    /** The core whose actor is running. */
    Processor running() {
        Actor actor = timeline.running();
        if (actor == null || !(actor.place() instanceof Processor processor)) {
            throw new IllegalStateException(
                    "a window was touched by nobody: only an actor on a processor has time to spend on it");
        }
        return processor;
    }

    /** The running core takes an interrupt; an actor that is no core has no loads to order. */
    public void interrupted() {
        Actor actor = timeline.running();
        if (actor != null && actor.place() instanceof Processor processor) {
            processor.interrupted();
        }
    }

    Timeline timeline() {
        return timeline;
    }

    MemoryCosts costs() {
        return costs;
    }

    Disorder disorder() {
        return disorder;
    }

    boolean ignores(FenceFilter.Kind kind) {
        return fences.ignores(kind);
    }

    PostedPath path() {
        return path;
    }

    /** Nothing crosses the link before that moment; what is under way arrives. */
    public void stallLinkUntil(long time) {
        path.stallUntil(time);
    }

    /** When what is sent over the link now leaves. */
    public long leaves(long now) {
        return path.leaves(now);
    }

    /** How far back a load may be executed early, in this run: cores look ahead, but not for ever. */
    long reach() {
        return reach;
    }
}
