package dev.wave.lab.vm;

import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.time.EventQueue;

/**
 * The timer ticks of the host's hardware threads, in picoseconds.
 *
 * @param period from one to the next; {@link EventQueue#NEVER} if the host has none
 * @param idle what one takes from a thread that idles: the interrupt, the kernel, the core's own agent
 * @param guest what one takes from a guest: the same, and leaving and entering the guest
 */
public record Ticks(long period, long idle, long guest) {
    /** Nobody needs ticks: the agent looks at a clock of its own. */
    public static final Ticks NONE = new Ticks(EventQueue.NEVER, 0, 0);

    /** A scheduler that divides time on the cores themselves. */
    public static Ticks periodic(MachineModel model) {
        long idle = model.picos(Cost.INTERRUPT_RECEIVE) + model.picos(Cost.TICK_KERNEL) + model.picos(Cost.TICK_AGENT);
        return new Ticks(model.picos(Cost.TICK_PERIOD), idle, idle + model.picos(Cost.TICK_GUEST));
    }

    boolean any() {
        return period != EventQueue.NEVER;
    }
}
