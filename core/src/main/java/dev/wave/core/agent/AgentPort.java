package dev.wave.core.agent;

import dev.wave.core.ledger.Ledger;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.Window;
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

    /** Messages taken from one queue in one go; a bound, so that a step stays short. */
    private static final int AT_ONCE = 64;

    private final AgentSeat seat;
    private final Window own;
    private final Window host;
    private final RegionLayout region;
    private final long epoch;
    private final SlotReader[] messages;
    private final SlotReader[] outcomes;
    private final SlotWriter[] decisions;
    private final Interrupt[] cores;
    private final Interrupt self;
    private final AgentCounters counters;
    private final Ledger ledger;
    private final Object[][] targets;
    private final long[] answered;
    private long beat;
    private long summary;
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
        this.messages = new SlotReader[count + 1];
        this.outcomes = new SlotReader[count];
        this.decisions = new SlotWriter[count];
        this.cores = new Interrupt[count];
        this.targets = new Object[count][geometry.decisionSlots()];
        this.answered = new long[count];
        this.counters = new AgentCounters(own, region.agentCounters());
        this.self = link.towardsNic(region.hostInterrupt(), region.agentArmed());
        for (int queue = 0; queue <= count; queue++) {
            messages[queue] = new SlotReader(host, own, region.messages(queue));
            messages[queue].open(epoch);
        }
        for (int core = 0; core < count; core++) {
            outcomes[core] = new SlotReader(host, own, region.outcomes(core));
            outcomes[core].open(epoch);
            decisions[core] = new SlotWriter(own, host, region.decisions(core));
            decisions[core].format(2, epoch);
            cores[core] = link.towardsHost(region.agentInterrupt(core), region.hostArmed(core));
        }
    }

    /** Shows the watchdog that the loop turns. */
    public void beat() {
        own.store(region.agentBeat(), ++beat);
    }

    /**
     * Hands everything that arrived to the receiver, outcomes of a core before its messages.
     *
     * @return how much that was
     */
    public int drain(Receiver<T> receiver) {
        int done = 0;
        for (int core = 0; core < outcomes.length; core++) {
            done += drainOutcomes(core, receiver);
        }
        for (SlotReader queue : messages) {
            done += drainMessages(queue, receiver);
        }
        return done;
    }

    private int drainMessages(SlotReader queue, Receiver<T> receiver) {
        for (int i = 0; i < AT_ONCE; i++) {
            switch (queue.poll()) {
                case NOTHING -> {
                    // The watchdog takes what it believes unread for work that waits.
                    queue.reportAll();
                    return i;
                }
                case CORRUPT -> {
                    counters.increment(AgentCounters.CORRUPT);
                    return i;
                }
                case SLOT -> {
                    counters.increment(AgentCounters.MESSAGES);
                    ledger.messageTaken(epoch, queue);
                    receiver.message(queue);
                }
            }
        }
        return AT_ONCE;
    }

    private int drainOutcomes(int core, Receiver<T> receiver) {
        SlotReader queue = outcomes[core];
        int done = 0;
        while (answered[core] < decisions[core].position()) {
            switch (queue.poll()) {
                case NOTHING -> {
                    return done;
                }
                case CORRUPT -> {
                    counters.increment(AgentCounters.CORRUPT);
                    return done;
                }
                case SLOT -> {
                    settle(core, queue, receiver);
                    done++;
                }
            }
        }
        return done;
    }

    /** Outcomes come in the order of the decisions; one that does not fit is the host's mistake, and is counted. */
    private void settle(int core, SlotReader queue, Receiver<T> receiver) {
        Outcome outcome = OutcomeLayout.outcome(queue);
        if (outcome == null || OutcomeLayout.position(queue) != answered[core]) {
            counters.increment(AgentCounters.MALFORMED);
            return;
        }
        T target = target(core, answered[core]);
        answered[core]++;
        counters.increment(AgentCounters.OUTCOMES + outcome.code() - 1);
        ledger.outcomeTaken(epoch, core, queue, outcome);
        receiver.outcome(core, target, outcome, queue);
    }

    @SuppressWarnings("unchecked")
    private T target(int core, long position) {
        return (T) targets[core][(int) position & targets[core].length - 1];
    }

    /** Decisions for a core that have no outcome yet. */
    public int pending(int core) {
        return (int) (decisions[core].position() - answered[core]);
    }

    /** True if another decision for the core fits into its queue. */
    public boolean hasRoom(int core) {
        return pending(core) < targets[core].length;
    }

    /** Publishes a decision: run {@code target} on {@code core}, stamped with what is known of it. Call only if {@link #hasRoom}. */
    public void decide(int core, T target, long nanos) {
        SlotWriter queue = decisions[core];
        targets[core][(int) queue.position() & targets[core].length - 1] = target;
        DecisionLayout.put(queue, core, epoch, target.id(), target.sequence());
        DecisionLayout.putId(queue, nextId, nanos);
        ledger.decision(epoch, nextId++, core, target.id(), target.sequence());
        queue.publish();
        counters.increment(AgentCounters.DECISIONS);
    }

    /** Wakes a core that sleeps. */
    public void wake(int core) {
        cores[core].raise();
    }

    /** Asks for every pending decision of a core back. The host answers each with an outcome, sooner or later. */
    public void withdraw(int core) {
        own.store(region.agentWithdrawal(core), decisions[core].position());
        own.flush(region.agentWithdrawal(core));
        counters.increment(AgentCounters.WITHDRAWALS);
    }

    /** Asks the core to let go of what it started as dispatch number {@code dispatch}. */
    public void preempt(int core, long dispatch) {
        ledger.preemption(epoch, core, dispatch);
        own.store(region.agentPreemption(core), dispatch);
        own.storeFence();
        summary |= 1L << (core & 63);
        own.store(region.agentSummary(), summary);
        own.flush(region.agentPreemption(core));
        own.flush(region.agentSummary());
        counters.increment(AgentCounters.PREEMPTIONS);
    }

    /** The core has moved on; polls need not look any more. */
    public void clearPreemption(int core) {
        long cleared = summary & ~(1L << (core & 63));
        if (cleared != summary) {
            summary = cleared;
            own.store(region.agentSummary(), summary);
            own.flush(region.agentSummary());
        }
    }

    /** The epoch is over: takes the outcomes that did arrive, and counts the others as abandoned. Writes nothing into the region afterwards. */
    public void abandon(Receiver<T> receiver) {
        for (int core = 0; core < outcomes.length; core++) {
            drainOutcomes(core, receiver);
            counters.add(AgentCounters.OUTCOMES + Outcome.ABANDONED.code() - 1, pending(core));
            answered[core] = decisions[core].position();
        }
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
        for (SlotReader queue : outcomes) {
            if (queue.ready()) {
                return true;
            }
        }
        return false;
    }

    public AgentCounters counters() {
        return counters;
    }
}
