package dev.wave.core.agent;

import dev.wave.core.ledger.Ledger;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.DecisionGroup;
import dev.wave.core.protocol.DecisionLayout;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.OutcomeLayout;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;

/**
 * The agent's ends of all queues of one epoch, and its books: every decision published is pending until its one outcome arrives.
 *
 * <p>A decision slot is not reused before its outcome, so the books are also the flow control.
 */
public final class AgentPort<T extends AgentPort.Decidable> {

    /** What decisions are about, as the agent keeps it. */
    public interface Decidable {
        /** The target's name on the wire. */
        long id();

        /** The newest sequence number known. */
        long sequence();
    }

    /** Receives what arrives; called from {@link #drain}. The slot is valid only during the call. */
    public interface Receiver<T> {
        void message(SlotReader slot);

        /** @param target what was given to {@link AgentPort#decide} */
        void outcome(int core, T target, Outcome outcome, SlotReader slot);
    }

    /** Messages taken from one queue in one step; a bound, so that a step stays short. */
    private static final int AT_ONCE = 64;

    private final AgentSeat seat;
    private final Window own;
    private final Window host;
    private final RegionLayout region;
    private final long epoch;
    private final SlotReader[] messages;
    private final CoreQueues[] cores;
    private final Interrupt self;
    private final AgentCounters counters;
    private final Ledger ledger;
    private final long beatOffset;
    private final CoreBits preempted;
    private final CoreBits askedBack;
    private final CoreQueues[] decided;
    private final SlotReader[] waiting;
    private final int outcomesAtOnce;
    private int decidedCount;
    private int pending;
    private final boolean groups;
    private long beat;
    private long nextId = 1;

    public AgentPort(AgentSeat seat, Ledger ledger) {
        this.seat = seat;
        this.ledger = ledger;
        seat.occupy();
        Link link = seat.link();
        this.own = link.toHost();
        this.host = link.toNic();
        this.region = seat.region();
        this.epoch = seat.epoch();
        Geometry geometry = seat.geometry();
        int count = geometry.cores();
        this.groups = seat.version() >= LinkHeader.GROUPS_SINCE;
        this.outcomesAtOnce = geometry.outcomeSlots();
        this.messages = new SlotReader[count + 1];
        this.cores = new CoreQueues[count];
        this.beatOffset = region.agentBeat();
        this.preempted = new CoreBits(own, region.agentSummary(), count);
        this.askedBack = new CoreBits(own, region.agentAskedBack(), count);
        this.decided = new CoreQueues[count];
        this.waiting = new SlotReader[count + 1];
        this.counters = new AgentCounters(own, region.agentCounters());
        this.self = link.towardsNic(region.hostInterrupt(), region.agentArmed());
        for (int queue = 0; queue <= count; queue++) {
            messages[queue] = new SlotReader(host, own, region.messages(queue));
            messages[queue].open(epoch);
        }
        for (int core = 0; core < count; core++) {
            cores[core] = new CoreQueues(link, region, core, epoch);
        }
    }

    /** Shows the watchdog that the loop turns. */
    public void beat() {
        own.store(beatOffset, ++beat);
        own.flush(beatOffset);
    }

    /**
     * Hands everything that arrived to the receiver, outcomes of a core before its messages.
     *
     * @return how much that was
     */
    public int drain(Receiver<T> receiver) {
        int done = 0;
        for (CoreQueues core : cores) {
            done += drainOutcomes(core, receiver);
        }
        return done + drainMessages(receiver);
    }

    /** Looks at all queues, takes one message from each that has any, and looks at those again. */
    private int drainMessages(Receiver<T> receiver) {
        int taken = 0;
        int left = stillWaiting(messages, messages.length);
        for (int round = 0; left > 0 && round < AT_ONCE; round++) {
            int sound = 0;
            for (int i = 0; i < left; i++) {
                SlotReader queue = waiting[i];
                if (takeMessage(queue, receiver)) {
                    waiting[sound++] = queue;
                }
            }
            taken += sound;
            left = stillWaiting(waiting, sound);
        }
        if (taken > 0) {
            counters.add(AgentCounters.MESSAGES, taken);
        }
        return taken;
    }

    /** Collects those of the first {@code count} queues that hold any. */
    private int stillWaiting(SlotReader[] queues, int count) {
        int left = 0;
        for (int i = 0; i < count; i++) {
            SlotReader queue = queues[i];
            if (queue.holdsAny()) {
                waiting[left++] = queue;
            } else {
                // The watchdog takes what it believes unread for work that waits.
                queue.reportAll();
            }
        }
        return left;
    }

    /**
     * One message from a queue that seems to hold one. That there is none after all cannot be: no processor reads a word and then an older value of it. If it
     * were, nothing would be lost, for the next step looks again.
     *
     * @return true if there was one
     */
    private boolean takeMessage(SlotReader queue, Receiver<T> receiver) {
        SlotReader.Found found = queue.poll();
        if (found != SlotReader.Found.SLOT) {
            if (found == SlotReader.Found.CORRUPT) {
                counters.increment(AgentCounters.CORRUPT);
            }
            return false;
        }
        ledger.messageTaken(epoch, queue);
        receiver.message(queue);
        return true;
    }

    private int drainOutcomes(CoreQueues core, Receiver<T> receiver) {
        int done = 0;
        // Bounded twice: by what was decided, and, as one that does not fit settles nothing, by the room there is for
        // them.
        while (core.pending() > 0 && done < outcomesAtOnce) {
            SlotReader.Found found = core.outcomes.poll();
            if (found == SlotReader.Found.NOTHING) {
                return done;
            } else if (found == SlotReader.Found.CORRUPT) {
                counters.increment(AgentCounters.CORRUPT);
                return done;
            }
            settle(core, core.outcomes, receiver);
            done++;
        }
        return done;
    }

    /** Outcomes come in the order of the decisions; one that does not fit is the host's mistake, and is counted. */
    @SuppressWarnings("unchecked")
    private void settle(CoreQueues core, SlotReader queue, Receiver<T> receiver) {
        Outcome outcome = OutcomeLayout.outcome(queue);
        if (outcome == null || OutcomeLayout.position(queue) != core.answered()) {
            counters.increment(AgentCounters.MALFORMED);
            return;
        }
        T target = (T) core.answer();
        pending--;
        if (!core.waitsForAskedBack()) {
            askedBack.clear(core.core);
        }
        counters.increment(AgentCounters.of(outcome));
        ledger.outcomeTaken(epoch, core.core, queue, outcome);
        receiver.outcome(core.core, target, outcome, queue);
    }

    /** True if any decision has no outcome yet. */
    public boolean anyPending() {
        return pending > 0;
    }

    /** The books of one core; for this epoch. */
    public CoreQueues core(int core) {
        return cores[core];
    }

    /** Decisions for a core that have no outcome yet. */
    public int pending(int core) {
        return cores[core].pending();
    }

    /** True if another decision for the core fits into its queue. */
    public boolean hasRoom(int core) {
        return cores[core].hasRoom();
    }

    /** Publishes a decision: run {@code target} on {@code core}, stamped with what is known of it. Call only if {@link #hasRoom}. */
    public void decide(int core, T target, long nanos) {
        decide(cores[core], target, nanos);
    }

    /** As above, for one who has the core's books at hand. */
    public void decide(CoreQueues queues, T target, long nanos) {
        decide(queues, target, nanos, DecisionGroup.NONE);
    }

    /** As above, for one of several that are carried out together or not at all. @param group made by {@link CoreQueues#newGroup}, and its member */
    public void decide(CoreQueues queues, T target, long nanos, long group) {
        int core = queues.core;
        SlotWriter queue = queues.decisions;
        pending++;
        DecisionLayout.put(queue, core, epoch, target.id(), target.sequence(), nextId, nanos, group);
        ledger.decision(epoch, nextId++, core, target.id(), target.sequence());
        queues.publish(target);
        counters.increment(AgentCounters.DECISIONS);
        if (queues.markDecided()) {
            decided[decidedCount++] = queues;
        }
    }

    /** True if the host knows groups of decisions. */
    public boolean groups() {
        return groups;
    }

    /** Call after the last decision of a step: wakes the cores that have something to do now, and publishes the counters. */
    public void endStep() {
        if (decidedCount > 0) {
            wakeDecided();
        }
        counters.publish();
    }

    /**
     * Also wakes a core that seems busy: it may have gone to sleep, its message still being on the way. One fence for all of them: it stands between every
     * decision of the step and the look at who sleeps.
     */
    private void wakeDecided() {
        own.fullFence();
        for (int i = 0; i < decidedCount; i++) {
            decided[i].wakeIfArmed();
        }
        decidedCount = 0;
    }

    /** Wakes a core that sleeps. */
    public void wake(int core) {
        cores[core].interrupt.raise();
    }

    /**
     * Asks for every pending decision of a core back. The host answers each with an outcome, sooner or later. Decisions published afterwards are not
     * meant, so a more urgent one can follow at once: the core answers the old ones on its way to it. Whoever is idle answers for it; {@link #wake} one that sleeps.
     */
    public void withdraw(int core) {
        own.store(region.agentWithdrawal(core), cores[core].askBack());
        own.flush(region.agentWithdrawal(core));
        own.storeFence();
        askedBack.set(core);
        counters.increment(AgentCounters.WITHDRAWALS);
    }

    /** Asks the core to let go of what it started as dispatch number {@code dispatch}. */
    public void preempt(int core, long dispatch) {
        ledger.preemption(epoch, core, dispatch);
        own.store(region.agentPreemption(core), dispatch);
        own.flush(region.agentPreemption(core));
        own.storeFence();
        preempted.set(core);
        cores[core].interrupt.interruptAwake();
        counters.increment(AgentCounters.PREEMPTIONS);
    }

    /** The core has moved on; polls need not look any more. */
    public void clearPreemption(int core) {
        preempted.clear(core);
    }

    /** The epoch is over: takes the outcomes that did arrive, and counts the others as abandoned. Writes nothing into the region afterwards. */
    public void abandon(Receiver<T> receiver) {
        for (CoreQueues core : cores) {
            drainOutcomes(core, receiver);
            counters.add(AgentCounters.of(Outcome.ABANDONED), core.pending());
            core.abandon();
        }
        counters.publish();
        seat.vacate();
    }

    /** The interrupt on which this agent sleeps. */
    public Interrupt interrupt() {
        return self;
    }

    /** True if something arrived; what the agent looks at last before it sleeps. */
    public boolean ready() {
        for (SlotReader queue : messages) {
            if (queue.ready()) {
                return true;
            }
        }
        for (CoreQueues core : cores) {
            if (core.outcomes.ready()) {
                return true;
            }
        }
        return false;
    }

    public AgentCounters counters() {
        return counters;
    }
}
