package dev.wave.core.agent;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;

/** The agent's decisions for one core of one epoch, and their outcomes; what was decided lies here until it is answered. */
final class CoreQueues {
    final int core;
    final SlotWriter decisions;
    final SlotReader outcomes;
    final Interrupt interrupt;
    private final Object[] targets;
    private long answered;
    private long askedBack;
    private boolean decided;

    CoreQueues(Link link, RegionLayout region, int core, long epoch) {
        this.core = core;
        this.outcomes = new SlotReader(link.toNic(), link.toHost(), region.outcomes(core));
        this.decisions = new SlotWriter(link.toHost(), link.toNic(), region.decisions(core));
        this.interrupt = link.towardsHost(region.agentInterrupt(core), region.hostArmed(core));
        this.targets = new Object[region.geometry().decisionSlots()];
        outcomes.open(epoch);
        decisions.format(2, epoch);
    }

    /** Decisions that have no outcome yet. */
    int pending() {
        return (int) (decisions.position() - answered);
    }

    /** Of those, the ones that were not asked back. */
    int staged() {
        return (int) (decisions.position() - Math.max(answered, askedBack));
    }

    /** @return the position below which all decisions are asked back now */
    long askBack() {
        askedBack = decisions.position();
        return askedBack;
    }

    /** True if another decision fits. */
    boolean hasRoom() {
        return pending() < targets.length;
    }

    /** Keeps what the decision about to be published is about. */
    void keep(Object target) {
        targets[index(decisions.position())] = target;
    }

    /** The position of the oldest decision without an outcome. */
    long answered() {
        return answered;
    }

    /** The outcome of the oldest decision has come. */
    Object answer() {
        return targets[index(answered++)];
    }

    /** No outcome will come any more. */
    void abandon() {
        answered = decisions.position();
    }

    private int index(long position) {
        return (int) position & targets.length - 1;
    }

    /** @return false if it was marked already */
    boolean markDecided() {
        boolean first = !decided;
        decided = true;
        return first;
    }

    /** Wakes the core if it sleeps. A full fence must lie between the last decision and this. */
    void wakeIfArmed() {
        decided = false;
        if (interrupt.armed()) {
            interrupt.raise();
        }
    }
}
