package dev.wave.lab.mutation;

import dev.wave.core.host.Enclave;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.sim.machine.SimulatedInterrupt;
import dev.wave.sim.time.Timeline;

/** A host core of a {@link MachineStory}. */
final class StoryCore implements Runnable {
    private final MachineStory story;
    private final Timeline timeline;
    private final Enclave enclave;
    private final int core;
    private String doing = "";

    StoryCore(MachineStory story, Enclave enclave, int core) {
        this.story = story;
        this.timeline = story.machine.timeline();
        this.enclave = enclave;
        this.core = core;
    }

    @Override
    public void run() {
        enclave.interrupt(core).disarm();
        while (true) {
            doing = "takes";
            StoryTarget target = (StoryTarget) enclave.take(core);
            if (target == null) {
                rest();
            } else {
                execute(target);
            }
        }
    }

    private void execute(StoryTarget target) {
        boolean runs = target.state() == TargetState.RUNNING || target.state() == TargetState.WOKEN;
        if (target.on != StoryTarget.NOWHERE || !runs) {
            throw new AssertionError(
                    "a target that is on core " + target.on + " and " + target.state() + " is taken by core " + core);
        }
        target.on = core;
        doing = "runs";
        target.owed = false;
        story.began();
        if (story.random.nextBoolean()) {
            enclave.prefetch(core);
        }
        story.pause(3);
        TargetEvent event = runOn(target);
        target.on = StoryTarget.NOWHERE;
        enclave.apply(target, event, core);
    }

    private TargetEvent runOn(StoryTarget target) {
        if (story.plot == MachineStory.Plot.PREEMPTION) {
            boolean asked = story.random.nextBoolean() ? interrupted(target) : polled(target);
            target.timesPreempted += asked ? 1 : 0;
            return asked ? TargetEvent.PREEMPT : TargetEvent.BLOCK;
        }
        while (story.mustGoOn(target)) {
            story.pause(20);
        }
        return switch (story.random.nextInt(8)) {
            case 0 -> TargetEvent.YIELD;
            case 1 -> TargetEvent.PREEMPT;
            default -> TargetEvent.BLOCK;
        };
    }

    /** As a kernel has it: it looks at its line when an interrupt comes, and not before. */
    private boolean interrupted(StoryTarget target) {
        SimulatedInterrupt interrupt = (SimulatedInterrupt) enclave.interrupt(core);
        long ticket = interrupt.ticket();
        boolean asked = isAskedFor(target);
        while (!asked && story.mustGoOn(target)) {
            interrupt.compute(ticket, 50 * MachineStory.MICRO);
            if (interrupt.ticket() != ticket) {
                ticket = interrupt.ticket();
                asked = isAskedFor(target);
            }
        }
        return asked;
    }

    /** As code with polls has it. */
    private boolean polled(StoryTarget target) {
        boolean asked = false;
        while (!asked && story.mustGoOn(target)) {
            timeline.spend(1 + story.random.nextLong(2 * MachineStory.MICRO));
            Window window = enclave.link().toHost();
            long summary = enclave.region().agentSummary();
            window.flush(summary);
            asked = (window.load(summary) >>> core & 1) == 1 && isAskedFor(target);
        }
        return asked;
    }

    private boolean isAskedFor(StoryTarget target) {
        Window window = enclave.link().toHost();
        long line = enclave.region().agentPreemption(core);
        window.flush(line);
        return window.load(line) == target.dispatch();
    }

    private void rest() {
        enclave.idleDuties(core);
        if (story.random.nextBoolean()) {
            story.pause(3);
            return;
        }
        Interrupt interrupt = enclave.interrupt(core);
        long ticket = interrupt.arm();
        if (enclave.mayRest(core, interrupt)) {
            doing = "sleeps";
            interrupt.await(ticket, Long.MAX_VALUE);
        }
        interrupt.disarm();
    }

    @Override
    public String toString() {
        return doing;
    }
}
