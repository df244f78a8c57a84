package dev.wave.sim.machine;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Window;
import dev.wave.sim.time.EventQueue;
import dev.wave.sim.time.Timeline;

/**
 * One side's end of an {@link InterruptLine}, with the armed word of docs/protocol.md, section 3.4.
 *
 * <p>An agent looks at the armed word, which lies in its own memory, before it raises. A host does not: the word lies across the link, so looking would cost a round trip
 * where writing the doorbell costs a posted write; the NIC ignores a doorbell that nobody waits for.
 */
public final class SimulatedInterrupt implements Interrupt {
    private static final long AWAKE = 0;
    private static final long ASLEEP = 1;
    /** Awake, and to be interrupted for a preemption. */
    private static final long INTERRUPTIBLE = 2;

    private final InterruptLine line;
    private final Window armedSide;
    private final long armedOffset;

    private final Raising raising;
    private final long awake;

    /** How one raises. */
    enum Raising {
        /** The armed word is at hand: an interrupt for somebody who is awake is spared. */
        LOOKING_FIRST,
        /** The armed word lies across a link that is dear to read. */
        BLINDLY
    }

    SimulatedInterrupt(InterruptLine line, Window armedSide, long armedOffset, Raising raising) {
        this.line = line;
        this.armedSide = armedSide;
        this.armedOffset = armedOffset;
        this.raising = raising;
        this.awake = line.towardsCore() ? INTERRUPTIBLE : AWAKE;
    }

    @Override
    public void raise() {
        armedSide.fullFence();
        if (raising == Raising.BLINDLY || armed()) {
            line.raise();
        }
    }

    @Override
    public boolean armed() {
        armedSide.flush(armedOffset);
        return armedSide.load(armedOffset) == ASLEEP;
    }

    @Override
    public long arm() {
        armedSide.store(armedOffset, ASLEEP);
        armedSide.fullFence();
        return line.delivered();
    }

    @Override
    public void await(long ticket, long timeoutNanos) {
        line.waitFor(
                ticket,
                timeoutNanos < Long.MAX_VALUE / Timeline.NANO ? timeoutNanos * Timeline.NANO : EventQueue.NEVER);
    }

    /** A ticket for {@link #compute}: whatever is raised from now on interrupts it. */
    public long ticket() {
        return line.delivered();
    }

    /**
     * The running actor computes for {@code picos}, or until it is interrupted; taking the interrupt costs it.
     *
     * @return how long it computed
     */
    public long compute(long ticket, long picos) {
        return line.waitFor(ticket, picos);
    }

    /**
     * The running actor waits until it is interrupted, or until the moment {@code time}, in picoseconds; whoever is interrupted calls {@link #receive} when it gets round to it. For cores that
     * have to wake first, or that compute at a speed of their own.
     *
     * @return true if it was interrupted
     */
    public boolean pauseUntil(long ticket, long time) {
        line.pauseUntil(ticket, time);
        return line.delivered() != ticket;
    }

    /** The running actor spends what taking an interrupt costs. */
    public void receive() {
        line.receive();
    }

    @Override
    public void disarm() {
        armedSide.store(armedOffset, awake);
        armedSide.flush(armedOffset);
    }

    @Override
    public void interruptAwake() {
        armedSide.fullFence();
        armedSide.flush(armedOffset);
        if (armedSide.load(armedOffset) == INTERRUPTIBLE) {
            line.raise();
        }
    }

    @Override
    public void nudge() {
        line.nudge();
    }
}
