package dev.wave.lab.threads;

import dev.wave.core.host.Enclave;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.sim.machine.SimulatedInterrupt;
import dev.wave.sim.time.Timeline;
import java.util.function.ObjIntConsumer;

/**
 * A core of the simulated host whose kernel does what it is told: takes a thread by decision, runs it until it blocks or is to give way, says so, and takes the next.
 *
 * <p>Idle, it halts and is woken by interrupt. Busy, it is interrupted when the agent wants the core back, and then looks at its preemption line: an interrupt that
 * comes late finds another dispatch number there, and hits nobody.
 */
final class KernelCore implements Runnable {
    private static final long HALT_NANOS = 10_000_000;

    private final Enclave enclave;
    private final Timeline timeline;
    private final KernelCosts costs;
    private final int core;
    private final ObjIntConsumer<SimulatedThread> done;
    private long preemptions;

    KernelCore(Enclave enclave, Timeline timeline, KernelCosts costs, int core, ObjIntConsumer<SimulatedThread> done) {
        this.enclave = enclave;
        this.timeline = timeline;
        this.costs = costs;
        this.core = core;
        this.done = done;
    }

    @Override
    public void run() {
        enclave.interrupt(core).disarm();
        while (true) {
            SimulatedThread thread = (SimulatedThread) enclave.take(core);
            if (thread != null) {
                execute(thread);
            } else {
                halt();
            }
        }
    }

    private void execute(SimulatedThread thread) {
        timeline.spend(costs.start());
        boolean preempted = compute(thread);
        enclave.prefetch(core);
        timeline.spend(costs.stop());
        enclave.apply(thread, preempted ? TargetEvent.PREEMPT : TargetEvent.BLOCK, core, core);
        if (!preempted) {
            done.accept(thread, core);
        }
        timeline.spend(costs.pick());
    }

    /** @return true if it had to give way before it had finished */
    private boolean compute(SimulatedThread thread) {
        while (thread.leftPicos() > 0) {
            SimulatedInterrupt interrupt = (SimulatedInterrupt) enclave.interrupt(core);
            long ran = interrupt.compute(interrupt.ticket(), thread.leftPicos());
            thread.computed(ran);
            if (thread.leftPicos() > 0 && mustGiveWay(thread)) {
                preemptions++;
                return true;
            }
        }
        return false;
    }

    private boolean mustGiveWay(SimulatedThread thread) {
        Window agents = enclave.link().toHost();
        long line = enclave.region().agentPreemption(core);
        agents.flush(line);
        return agents.load(line) == thread.dispatch();
    }

    private void halt() {
        enclave.idleDuties(core);
        Interrupt interrupt = enclave.interrupt(core);
        long ticket = interrupt.arm();
        if (!enclave.hasWork(core)) {
            interrupt.await(ticket, HALT_NANOS);
        }
        interrupt.disarm();
    }

    /** Threads that had to give way before they had finished. */
    long preemptions() {
        return preemptions;
    }
}
