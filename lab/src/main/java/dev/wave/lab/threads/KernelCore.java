package dev.wave.lab.threads;

import dev.wave.core.host.Enclave;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;
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
    private final Window agents;
    private final Timeline timeline;
    private final KernelCosts costs;
    private final Placement.Prefetch prefetch;
    private final HostObserver observer;
    private final int core;
    private final boolean prestaged;
    /** By which it is interrupted while it computes, and what was raised there before. */
    private SimulatedInterrupt listening;

    private long seen;

    /** On which it sleeps next, if it is armed already. */
    private Interrupt armed;

    private long ticket;
    private long preemptions;
    private long busyPicos;
    private long stoppedAt = NEVER;
    private long switches;
    private long switchPicos;

    KernelCore(SimulatedHost host, Enclave enclave, int core) {
        this.host = host;
        this.enclave = enclave;
        this.agents = enclave.link().toHost();
        this.timeline = host.timeline();
        this.costs = KernelCosts.of(host.plan().model());
        this.prefetch = host.plan().placement().prefetch();
        this.observer = host.observer();
        this.core = core;
        this.prestaged = host.plan().placement().prestage() > 0;
    }

    @Override
    public void run() {
        enclave.interrupt(core).disarm();
        while (true) {
            execute(next());
        }
    }

    private SimulatedThread next() {
        SimulatedThread thread = prestaged ? take() : null;
        while (thread == null) {
            halt();
            thread = take();
        }
        return thread;
    }

    /**
     * Where nothing is prestaged, whatever is decided for this core is decided after it has said that it is free, or announced by an interrupt that asks it to give
     * way. So, armed before it says so, and counting interrupts from when it looked last, it is told for certain, and need not look across the link once more
     * before it sleeps.
     */
    private void armEarly() {
        armed = enclave.interrupt(core);
        long now = armed.arm();
        ticket = armed == listening ? seen : now;
    }

    private SimulatedThread take() {
        return (SimulatedThread) enclave.take(core);
    }

    private void execute(SimulatedThread thread) {
        listen();
        timeline.spend(costs.start());
        if (stoppedAt != NEVER) {
            switches++;
            switchPicos += timeline.now() - stoppedAt;
        }
        boolean preempted = compute(thread);
        stoppedAt = timeline.now();
        if (prefetch == Placement.Prefetch.ON) {
            enclave.prefetch(core);
        }
        timeline.spend(costs.stop());
        if (!prestaged && !preempted) {
            armEarly();
        }
        enclave.apply(thread, preempted ? TargetEvent.PREEMPT : TargetEvent.BLOCK, core, core);
        if (!preempted) {
            host.finished(thread, stoppedAt);
        }
        timeline.spend(costs.pick());
    }

    /** Whatever is raised from now on interrupts. @return true if something was raised since the last call */
    private boolean listen() {
        SimulatedInterrupt now = (SimulatedInterrupt) enclave.interrupt(core);
        boolean interrupted = listening != now || seen != now.ticket();
        listening = now;
        seen = now.ticket();
        return interrupted;
    }

    /** @return true if it had to give way before it had finished */
    private boolean compute(SimulatedThread thread) {
        long from = timeline.now();
        observer.started(core, thread, from);
        boolean preempted = false;
        while (thread.leftPicos() > 0 && !preempted) {
            // Not for longer at a time: the line on which a new agent interrupts is another one.
            thread.computed(listening.compute(seen, Math.min(thread.leftPicos(), LISTENED_PICOS)));
            preempted = thread.leftPicos() > 0 && listen() && mustGiveWay(thread);
        }
        preemptions += preempted ? 1 : 0;
        busyPicos += timeline.now() - from;
        observer.stopped(core, thread, preempted ? TargetEvent.PREEMPT : TargetEvent.BLOCK, timeline.now());
        return preempted;
    }

    private boolean mustGiveWay(SimulatedThread thread) {
        long line = enclave.region().agentPreemption(core);
        agents.flush(line);
        return agents.load(line) == thread.dispatch();
    }

    /** Sleeps, unless something came before it was armed. */
    private void halt() {
        boolean early = armed != null;
        if (!early) {
            armEarly();
        }
        // With a new epoch comes another line: nobody would ring this one any more.
        if (early ? armed == enclave.interrupt(core) : enclave.mayRest(core, armed)) {
            armed.await(ticket, enclave.restNanos(core, HALT_NANOS));
            timeline.spend(costs.wake());
        }
        armed.disarm();
        armed = null;
        if (early && agents.attribute() == WindowAttribute.WRITE_THROUGH) {
            // What is cached of the slot is older than the interrupt: this look goes past it.
            boolean ignored = enclave.hasWork(core);
        }
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
