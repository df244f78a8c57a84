package dev.wave.sim.machine;

import dev.wave.core.model.Cost;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Actor;
import dev.wave.sim.time.EventQueue;
import dev.wave.sim.time.Timeline;

/**
 * One message-signalled interrupt: raised by a store to a register, it crosses the link behind the data (PCI Express 2.4.1: it is a posted write), is delivered to a
 * core and wakes who sleeps there.
 */
final class InterruptLine {
    /** Who is interrupted. */
    enum Receiver {
        /** The agent, which sleeps in no other way. */
        AGENT,
        /** A core of the host, whose kernel may be interrupted at any time. */
        CORE
    }

    private final Machine machine;
    private final Timeline timeline;
    private final InterruptFaults faults;
    private final Receiver receiver;
    private final long send;
    private final long flight;
    private final long receive;
    private final int event;
    private long delivered;
    private Actor sleeper;

    /** @param agent on which side the agent is */
    InterruptLine(Machine machine, Side agent, Receiver receiver) {
        this.machine = machine;
        this.timeline = machine.timeline();
        this.faults = machine.interruptFaults();
        this.receiver = receiver;
        this.send = machine.model().picos(sending(agent, receiver));
        this.flight = machine.model().picos(flying(agent, receiver));
        this.receive = machine.model().picos(Cost.INTERRUPT_RECEIVE);
        this.event = timeline.register(ticket -> deliver());
    }

    private static Cost sending(Side agent, Receiver receiver) {
        if (agent == Side.HOST) {
            return Cost.HOST_IPI_SEND;
        }
        return receiver == Receiver.CORE ? Cost.INTERRUPT_SEND_REGISTER : Cost.LINK_POST;
    }

    private static Cost flying(Side agent, Receiver receiver) {
        if (agent == Side.HOST) {
            return Cost.HOST_IPI_FLIGHT;
        }
        return receiver == Receiver.CORE ? Cost.INTERRUPT_FLIGHT : Cost.LINK_ONE_WAY;
    }

    boolean towardsCore() {
        return receiver == Receiver.CORE;
    }

    /** Costs the sender the store to the register; the rest happens by itself. */
    void raise() {
        timeline.spend(send);
        if (faults == null) {
            timeline.at(timeline.now() + flight, event);
        } else {
            launch();
        }
    }

    private void launch() {
        // It is a write like any other: it does not leave while the link stalls.
        long arrives = machine.memory().leaves(timeline.now()) + flight;
        for (int copies = faults.copies(); copies > 0; copies--) {
            timeline.at(arrives + faults.latePicos(), event);
        }
    }

    void deliver() {
        delivered++;
        if (sleeper != null) {
            sleeper.wakeAt(timeline.now());
        }
    }

    long delivered() {
        return delivered;
    }

    /**
     * The running actor does nothing until something is delivered that it has not counted yet, or the time is over; taking the interrupt costs it.
     *
     * @return how long that was, without the taking
     */
    long waitFor(long seen, long picos) {
        long from = timeline.now();
        pauseUntil(seen, picos < EventQueue.NEVER - from ? from + picos : EventQueue.NEVER);
        long waited = timeline.now() - from;
        if (delivered != seen) {
            receive();
        }
        return waited;
    }

    /** The running actor does nothing until something is delivered that it has not counted yet, or until {@code time}; what taking it costs is its own affair. */
    void pauseUntil(long seen, long time) {
        if (delivered == seen) {
            sleeper = timeline.running();
            timeline.parkUntil(time);
            sleeper = null;
        }
    }

    void receive() {
        machine.memory().interrupted();
        timeline.spend(receive);
    }

    void nudge() {
        if (sleeper != null) {
            sleeper.wakeAt(timeline.now());
        }
    }
}
