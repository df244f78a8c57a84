package dev.wave.lab.swarm;

import dev.wave.core.host.Enclave;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.sim.machine.SimulatedInterrupt;
import dev.wave.sim.time.Timeline;
import java.util.random.RandomGenerator;

/**
 * A core of a swarm's host. It does what the kernel of a simulated host does, in the same order of steps, and draws how threads come off: they block, yield or end; they
 * wake others; and the core may be taken out of use.
 */
final class SwarmCore implements Runnable {
    private static final long START = 500 * Timeline.NANO;
    private static final long STOP = 500 * Timeline.NANO;
    private static final long PICK = 300 * Timeline.NANO;

    private final SwarmWorld world;
    private final Enclave enclave;
    private final Timeline timeline;
    private final int core;
    private final RandomGenerator random;

    SwarmCore(SwarmWorld world, int core, RandomGenerator random) {
        this.world = world;
        this.enclave = world.enclave();
        this.timeline = world.timeline();
        this.core = core;
        this.random = random;
    }

    @Override
    public void run() {
        enclave.interrupt(core).disarm();
        while (true) {
            SwarmThread thread = (SwarmThread) world.standIns().take(enclave, core);
            if (thread != null) {
                execute(thread);
            } else {
                halt();
            }
        }
    }

    private void execute(SwarmThread thread) {
        world.started(core, thread);
        SimulatedInterrupt interrupt = interrupt();
        long ticket = interrupt.ticket();
        timeline.spend(START);
        TargetEvent how = compute(thread, interrupt, ticket);
        if (random.nextInt(4) > 0) {
            enclave.prefetch(core);
        }
        timeline.spend(STOP);
        world.stopping(core, thread, how);
        if (how == TargetEvent.EXIT) {
            world.replace(thread);
        }
        if (world.troubled() && random.nextInt(6) == 0) {
            world.wakeAny(core, random);
        }
        timeline.spend(PICK);
    }

    /** @return how it comes off */
    private TargetEvent compute(SwarmThread thread, SimulatedInterrupt first, long firstTicket) {
        if (thread.leftPicos <= 0) {
            thread.leftPicos =
                    1 + (long) (random.nextExponential() * world.plan().load().runPicos());
        }
        SimulatedInterrupt interrupt = first;
        long ticket = firstTicket;
        while (thread.leftPicos > 0) {
            thread.leftPicos -= interrupt.compute(ticket, Math.min(thread.leftPicos, SwarmPlan.MILLI));
            boolean interrupted = interrupt != interrupt() || ticket != interrupt.ticket();
            interrupt = interrupt();
            // Before the look: what is raised after it must interrupt again.
            ticket = interrupt.ticket();
            if (interrupted && thread.leftPicos > 0 && mustGiveWay(thread)) {
                return TargetEvent.PREEMPT;
            }
        }
        return world.troubled() ? ending() : TargetEvent.BLOCK;
    }

    private TargetEvent ending() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> TargetEvent.YIELD;
            case 2 -> TargetEvent.EXIT;
            default -> TargetEvent.BLOCK;
        };
    }

    private SimulatedInterrupt interrupt() {
        return (SimulatedInterrupt) enclave.interrupt(core);
    }

    private boolean mustGiveWay(SwarmThread thread) {
        Window agents = enclave.link().toHost();
        long line = enclave.region().agentPreemption(core);
        agents.flush(line);
        return agents.load(line) == thread.dispatch();
    }

    private void halt() {
        Interrupt interrupt = enclave.interrupt(core);
        long ticket = interrupt.arm();
        if (enclave.mayRest(core, interrupt)) {
            interrupt.await(ticket, SwarmWorld.HALT_NANOS);
        }
        interrupt.disarm();
    }
}
