package dev.wave.lab.vm;

import dev.wave.core.host.Enclave;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.lab.threads.KernelCosts;
import dev.wave.sim.machine.SimulatedInterrupt;
import dev.wave.sim.power.HardwareThread;
import dev.wave.sim.time.EventQueue;
import dev.wave.sim.time.Timeline;

/**
 * The kernel on one hardware thread: enters the virtual CPU it is told to, leaves it for ticks and interrupts, and lets the hardware sleep while it has none.
 *
 * <p>A tick or an interrupt stops the guest, not the core: its sibling still has to share.
 */
final class GuestCore implements Runnable {
    private static final long MILLI = 1_000_000 * Timeline.NANO;

    /** The line on which a new agent interrupts is another one: it is looked at anew every so often. */
    private static final long LISTENED = 5 * MILLI;

    /** As carriers of a live host sleep at most. */
    private static final long HALTED_NANOS = 500_000_000;

    private final Enclave enclave;
    private final Timeline timeline;
    private final HardwareThread hardware;
    private final KernelCosts costs;
    private final Ticks ticks;
    private final VmObserver observer;
    private final int core;
    private long nextTick;

    /** @param firstTick when its first tick comes, if it has any */
    GuestCore(VmHost host, int core, long firstTick) {
        this.enclave = host.enclave();
        this.timeline = host.timeline();
        this.hardware = host.socket().thread(core);
        this.costs = KernelCosts.of(host.model());
        this.ticks = host.ticks();
        this.observer = host.observer();
        this.core = core;
        this.nextTick = ticks.any() ? firstTick : EventQueue.NEVER;
    }

    @Override
    public void run() {
        timeline.spend(hardware.wake());
        interrupt().disarm();
        while (true) {
            VirtualCpu guest = (VirtualCpu) enclave.take(core);
            if (guest != null) {
                execute(guest);
            } else {
                halt();
            }
        }
    }

    private SimulatedInterrupt interrupt() {
        return (SimulatedInterrupt) enclave.interrupt(core);
    }

    private void execute(VirtualCpu guest) {
        SimulatedInterrupt interrupt = interrupt();
        long ticket = interrupt.ticket();
        timeline.spend(costs.start());
        observer.entered(core, guest, timeline.now());
        boolean preempted = compute(guest, interrupt, ticket);
        observer.left(core, guest, timeline.now());
        enclave.prefetch(core);
        timeline.spend(costs.stop());
        enclave.apply(guest, preempted ? TargetEvent.PREEMPT : TargetEvent.BLOCK, core, core);
        timeline.spend(costs.pick());
    }

    /** @return true if it had to give way before its guest had nothing more to do */
    private boolean compute(VirtualCpu guest, SimulatedInterrupt first, long firstTicket) {
        SimulatedInterrupt interrupt = first;
        long ticket = firstTicket;
        while (!guest.done()) {
            SimulatedInterrupt line = interrupt;
            long seen = ticket;
            long until = Math.min(nextTick, timeline.now() + LISTENED);
            guest.computed(hardware.compute(guest.leftCycles(), until, time -> line.pauseUntil(seen, time)));
            interrupt = interrupt();
            ticket = interrupt.ticket();
            if (line != interrupt || seen != ticket) {
                interrupt.receive();
                if (!guest.done() && mustGiveWay(guest)) {
                    return true;
                }
            }
            tickIfDue(ticks.guest());
        }
        return false;
    }

    private boolean mustGiveWay(VirtualCpu guest) {
        Window agents = enclave.link().toHost();
        long line = enclave.region().agentPreemption(core);
        agents.flush(line);
        return agents.load(line) == guest.dispatch();
    }

    private void tickIfDue(long cost) {
        if (timeline.now() >= nextTick) {
            timeline.spend(cost);
            // One that came due meanwhile is late, not lost; several are one.
            nextTick += ticks.period() * Math.max(1, (timeline.now() - nextTick) / ticks.period());
        }
    }

    private void halt() {
        SimulatedInterrupt interrupt = interrupt();
        long ticket = interrupt.arm();
        if (enclave.mayRest(core, interrupt)) {
            sleep(interrupt, ticket, timeline.now() + enclave.restNanos(core, HALTED_NANOS) * Timeline.NANO);
            timeline.spend(costs.wake());
        }
        interrupt.disarm();
    }

    private void sleep(SimulatedInterrupt interrupt, long ticket, long end) {
        boolean interrupted = false;
        while (!interrupted && timeline.now() < end) {
            long timer = Math.min(nextTick, end);
            hardware.idle(timer - timeline.now());
            interrupted = interrupt.pauseUntil(ticket, timer);
            timeline.spend(hardware.wake());
            if (interrupted) {
                interrupt.receive();
            }
            tickIfDue(ticks.idle());
        }
    }
}
