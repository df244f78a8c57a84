package dev.wave.lab.threads;

import dev.wave.core.host.Enclave;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.sim.machine.SimulatedInterrupt;
import dev.wave.sim.time.Timeline;

/**
 * A core of the simulated host whose kernel does what it is told: takes a thread by decision, runs it until it blocks or is to give way, says so, and takes the next.
 *
 * <p>Idle, it halts and is woken by interrupt. Busy, it is interrupted when the agent wants the core back, and then looks at its preemption line: an interrupt that
 * comes late finds another dispatch number there, and hits nobody.
 */
final class KernelCore implements Runnable {
    private static final long HALT_NANOS = 10_000_000;
    private static final long LISTENED_PICOS = 5_000_000 * Timeline.NANO;
    private static final long NEVER = -1;

    private final SimulatedHost host;
    private final Enclave enclave;
    private final Timeline timeline;
    private final KernelCosts costs;
    private final Placement.Prefetch prefetch;
    private final HostObserver observer;
    private final int core;
    private long preemptions;
    private long busyPicos;
    private long stoppedAt = NEVER;
    private long switches;
    private long switchPicos;

    KernelCore(SimulatedHost host, Enclave enclave, int core) {
        this.host = host;
        this.enclave = enclave;
        this.timeline = host.timeline();
        this.costs = KernelCosts.of(host.plan().model());
        this.prefetch = host.plan().placement().prefetch();
        this.observer = host.observer();
        this.core = core;
    }

    @Override
    public void run() {
        enclave.interrupt(core).disarm();
        boolean woken = false;
        while (true) {
            SimulatedThread thread = (SimulatedThread) enclave.take(core);
            if (thread != null) {
                execute(thread);
                woken = false;
            } else {
                // Woken for nothing: perhaps to answer for a busy core.
                if (woken) {
                    enclave.idleDuties(core);
                }
                woken = halt();
            }
        }
    }

    private void execute(SimulatedThread thread) {
        SimulatedInterrupt interrupt = interrupt();
        long ticket = interrupt.ticket();
        timeline.spend(costs.start());
        if (stoppedAt != NEVER) {
            switches++;
            switchPicos += timeline.now() - stoppedAt;
        }
        boolean preempted = compute(thread, interrupt, ticket);
        stoppedAt = timeline.now();
        if (prefetch == Placement.Prefetch.ON) {
            enclave.prefetch(core);
        }
        timeline.spend(costs.stop());
        enclave.apply(thread, preempted ? TargetEvent.PREEMPT : TargetEvent.BLOCK, core, core);
        if (!preempted) {
            host.finished(thread, stoppedAt);
        }
        timeline.spend(costs.pick());
    }

    private SimulatedInterrupt interrupt() {
        return (SimulatedInterrupt) enclave.interrupt(core);
    }

    /** @return true if it had to give way before it had finished */
    private boolean compute(SimulatedThread thread, SimulatedInterrupt first, long firstTicket) {
        long from = timeline.now();
        observer.started(core, thread, from);
        SimulatedInterrupt interrupt = first;
        long ticket = firstTicket;
        boolean preempted = false;
        while (thread.leftPicos() > 0 && !preempted) {
            // Not for longer at a time: the line on which a new agent interrupts is another one.
            thread.computed(interrupt.compute(ticket, Math.min(thread.leftPicos(), LISTENED_PICOS)));
            boolean interrupted = interrupt != interrupt() || ticket != interrupt.ticket();
            interrupt = interrupt();
            // Before the look: what is raised after it must interrupt again.
            ticket = interrupt.ticket();
            preempted = interrupted && thread.leftPicos() > 0 && mustGiveWay(thread);
        }
        preemptions += preempted ? 1 : 0;
        busyPicos += timeline.now() - from;
        observer.stopped(core, thread, preempted ? TargetEvent.PREEMPT : TargetEvent.BLOCK, timeline.now());
        return preempted;
    }

    private boolean mustGiveWay(SimulatedThread thread) {
        Window agents = enclave.link().toHost();
        long line = enclave.region().agentPreemption(core);
        agents.flush(line);
        return agents.load(line) == thread.dispatch();
    }

    /** @return true if it was woken */
    private boolean halt() {
        Interrupt interrupt = enclave.interrupt(core);
        long ticket = interrupt.arm();
        boolean slept = !enclave.hasWork(core);
        if (slept) {
            interrupt.await(ticket, enclave.restNanos(core, HALT_NANOS));
        }
        interrupt.disarm();
        timeline.spend(slept ? costs.wake() : 0);
        return slept;
    }

    /** Threads that had to give way before they had finished. */
    long preemptions() {
        return preemptions;
    }

    /** How long threads computed here. */
    long busyPicos() {
        return busyPicos;
    }

    /** How often a thread followed another one. */
    long switches() {
        return switches;
    }

    /** From each thread's stopping to the next one's computing, idle time included. */
    long switchPicos() {
        return switchPicos;
    }
}
