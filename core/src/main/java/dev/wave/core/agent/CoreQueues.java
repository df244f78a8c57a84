package dev.wave.core.agent;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.protocol.DecisionGroup;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;

/** The agent's decisions for one core of one epoch, and their outcomes; what was decided lies here until it is answered. */
public final class CoreQueues {
    final int core;
    final SlotWriter decisions;
    final SlotReader outcomes;
    final Interrupt interrupt;
    private final Object[] targets;
    private long published;
    private long answered;
    /** Decisions below it are answered or asked back. */
    private long settled;
    /** Decisions below it were asked back. */
    private long askedBelow;

    private boolean decided;
    private int lastGroup;

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
    public int pending() {
        return (int) (published - answered);
    }

    /** Of those, the ones that were not asked back: what the core will run next, as far as this side can know. */
    public int staged() {
        return (int) (published - settled);
    }

    /** @return the position below which all decisions are asked back now */
    long askBack() {
        settled = published;
        askedBelow = published;
        return published;
    }

    /** True if something that was asked back has no outcome yet. */
    boolean waitsForAskedBack() {
        return answered < askedBelow;
    }

    /** The number of a new group whose anchor is this core. */
    public int newGroup() {
        lastGroup = DecisionGroup.next(lastGroup);
        return lastGroup;
    }

    /** True if another decision for the core fits into its queue. */
    public boolean hasRoom() {
        return pending() < targets.length;
    }

    /** Publishes the decision in the slot, which is about {@code target}. */
    void publish(Object target) {
        targets[index(published)] = target;
        decisions.publish();
        published++;
    }

    /** The position of the oldest decision without an outcome. */
    long answered() {
        return answered;
    }

    /** The outcome of the oldest decision has come. */
    Object answer() {
        long position = answered++;
        settled = Math.max(settled, answered);
        return targets[index(position)];
    }

    /** No outcome will come any more. */
    void abandon() {
        answered = published;
        settled = published;
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
