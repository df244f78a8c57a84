package dev.wave.cli.demo.process;

import dev.wave.core.Agent;
import dev.wave.core.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One thread that takes turns in stepping several agents, and keeps account of the time that it had work and that it had none.
 */
public final class PollLoop {

    /** What to do after a round without work. */
    public enum Idle {
        /** The CPU is ours alone. */
        SPIN,
        /** Others on the same CPU have work, too. */
        YIELD
    }

    private final List<Agent> agents;
    private final Idle idle;
    private final Clock clock;
    private volatile long busyNanos;
    private volatile long idleNanos;

    public PollLoop(List<Agent> agents, Idle idle, Clock clock) {
        this.agents = List.copyOf(agents);
        this.idle = idle;
        this.clock = clock;
    }

    /** Goes round until told to stop. */
    public void runUntil(BooleanSupplier over) {
        Agent[] turns = agents.toArray(Agent[]::new);
        long before = clock.nanos();
        while (!over.getAsBoolean()) {
            int done = 0;
            for (Agent agent : turns) {
                done += agent.step();
            }
            long now = clock.nanos();
            account(done, now - before);
            before = now;
            if (done == 0) {
                pause();
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes; others only read.
    private void account(int done, long nanos) {
        if (done > 0) {
            busyNanos += nanos;
        } else {
            idleNanos += nanos;
        }
    }

    private void pause() {
        if (idle == Idle.YIELD) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    /** Nanoseconds in rounds that did something. */
    public long busyNanos() {
        return busyNanos;
    }

    /** Nanoseconds in rounds that did nothing. */
    public long idleNanos() {
        return idleNanos;
    }
}
