package dev.wave.core.host;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.DecisionGroup;
import dev.wave.core.protocol.DecisionLayout;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.OutcomeLayout;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;

/**
 * One core's decisions in one epoch: takes them, checks them in the order of docs/protocol.md section 2, answers each exactly once.
 *
 * <p>Whoever holds the guard may answer; the core itself nearly always does. The outcome is written by the same holder, so one producer
 * at a time uses the outcome queue.
 */
final class DecisionInbox {
    /** Refusals answered in one go before the core looks up again; a bound, so that garbage cannot keep a core for itself. */
    private static final int REFUSALS_AT_ONCE = 16;

    private final Guard guard = new Guard();
    private final Enclave enclave;
    private final int core;
    private final long epoch;
    private final SlotReader decisions;
    private final SlotWriter outcomes;
    private final Window agentWindow;
    private final long withdrawalOffset;
    private final Acceptance acceptance;
    private final int slots;
    private final Counters counters;
    private volatile boolean accepted;
    private final Interrupt agent;
    private final Groups groups;
    private final GroupMember member;
    private boolean closed;

    /** A hint of the core to itself. Whoever else answers for it may see an old value: one flush too many, or one look a moment late. */
    private boolean withdrawalPrefetched;

    private boolean answered;
    private Outcome lastOutcome;
    private long lastSequence;

    DecisionInbox(Enclave enclave, RegionLayout region, int core, long epoch, Acceptance acceptance, Groups groups) {
        this.groups = groups;
        this.member = groups.member(core);
        this.enclave = enclave;
        this.core = core;
        this.epoch = epoch;
        Window own = enclave.link().toNic();
        this.agentWindow = enclave.link().toHost();
        this.decisions = new SlotReader(agentWindow, own, region.decisions(core));
        this.outcomes = new SlotWriter(own, agentWindow, region.outcomes(core));
        this.withdrawalOffset = region.agentWithdrawal(core);
        this.counters = enclave.counters(core);
        this.slots = region.decisions(core).slots();
        this.acceptance = acceptance;
        this.agent = enclave.link().towardsNic(region.hostInterrupt(), region.agentArmed());
        outcomes.format(1, epoch);
        decisions.open(epoch);
    }

    /** True if a decision is waiting; a hint. */
    boolean ready() {
        return member.waits() ? member.resolved() : accepted() && decisions.ready();
    }

    /** How long the core may sleep, at most so long. */
    long restNanos(long mostNanos) {
        return member.waits() ? Math.min(mostNanos, Math.max(1, member.patienceNanos())) : mostNanos;
    }

    /** The agent has prepared its part of the region; before, it holds what a former owner left. */
    private boolean accepted() {
        if (!accepted && acceptance.getAsBoolean()) {
            decisions.forget();
            accepted = true;
        }
        return accepted;
    }

    void prefetch() {
        decisions.prefetch();
        agentWindow.flush(withdrawalOffset);
        agentWindow.prefetch(withdrawalOffset);
        withdrawalPrefetched = true;
    }

    /** Answers decisions until one commits: that target is now on the core. Null if there is none, or somebody else is answering. */
    HostTarget take() {
        if (!guard.tryAcquire()) {
            return null;
        }
        boolean tell = false;
        try {
            HostTarget target = closed || !accepted() ? null : member.target() == null ? commitNext() : resume();
            tell = takeAnswered();
            return target;
        } finally {
            guard.release();
            tellAgent(tell);
        }
    }

    private boolean takeAnswered() {
        boolean any = answered;
        answered = false;
        return any;
    }

    /** The agent may sleep, and waits for each outcome, a refusal no less than a commit. */
    private void tellAgent(boolean any) {
        if (any) {
            agent.raise();
        }
    }

    private HostTarget commitNext() {
        for (int i = 0; i < REFUSALS_AT_ONCE && outcomes.hasRoom(); i++) {
            switch (decisions.poll()) {
                case NOTHING -> {
                    return null;
                }
                case CORRUPT -> {
                    corrupt();
                    return null;
                }
                case SLOT -> {
                    HostTarget target = enclave.find(DecisionLayout.target(decisions));
                    lastSequence = 0;
                    Outcome outcome = decide(target);
                    if (DecisionLayout.group(decisions) != DecisionGroup.NONE) {
                        outcome = together(outcome, target);
                        if (member.target() != null) {
                            return null;
                        }
                    }
                    answer(outcome, target);
                    if (lastOutcome == Outcome.COMMITTED) {
                        return target;
                    }
                }
            }
        }
        return null;
    }

    /**
     * What becomes of a member of a group, of which only its own fate is known.
     *
     * @return its outcome; of no meaning if the target is held from now on
     */
    private Outcome together(Outcome own, HostTarget target) {
        if (own == Outcome.MALFORMED) {
            return own;
        }
        long group = DecisionLayout.group(decisions);
        if (own != Outcome.COMMITTED) {
            groups.table().refuse(group);
            groups.wake(group);
            return own;
        }
        GroupTable.Standing standing = member.arrive(group, target);
        if (standing != GroupTable.Standing.OPEN) {
            groups.wake(group);
        }
        return standing == GroupTable.Standing.REFUSED ? notTogether(target) : own;
    }

    private Outcome notTogether(HostTarget target) {
        member.giveBack(target, DecisionLayout.target(decisions));
        lastSequence = target.sequence();
        return Outcome.NOT_TOGETHER;
    }

    /** The core holds a target, and looks whether the others of its group have come. */
    private HostTarget resume() {
        boolean withdrawn = withdrawnNow(decisions.position() - 1);
        GroupTable.Standing standing = member.look(withdrawn || enclave.epoch() != epoch);
        if (standing == GroupTable.Standing.OPEN) {
            return null;
        }
        if (standing == GroupTable.Standing.COMMITTED) {
            return start(member.letGo(standing));
        }
        refuseHeld(standing, withdrawn);
        return commitNext();
    }

    private HostTarget start(HostTarget target) {
        if (!GroupMember.stands(target, target.word(), DecisionLayout.target(decisions))) {
            // To the others it looks like one that ended as soon as it had started.
            lastSequence = 0;
            answer(Outcome.UNKNOWN_TARGET, target);
            return commitNext();
        }
        lastSequence = DecisionLayout.stamp(decisions) + 1;
        answer(Outcome.COMMITTED, target);
        return target;
    }

    private void refuseHeld(GroupTable.Standing standing, boolean withdrawn) {
        HostTarget target = member.letGo(standing);
        groups.wake(DecisionLayout.group(decisions));
        Outcome refusal = notTogether(target);
        answer(withdrawn ? Outcome.WITHDRAWN : refusal, target);
    }

    /** Checks 1 to 9, and the compare-and-set. */
    private Outcome decide(HostTarget target) {
        if (!DecisionLayout.wellFormed(decisions) || !groups.table().knows(DecisionLayout.group(decisions))) {
            return Outcome.MALFORMED;
        }
        if (DecisionLayout.epoch(decisions) != (epoch & 0xffffffffL) || enclave.epoch() != epoch) {
            return Outcome.OLD_EPOCH;
        }
        if (DecisionLayout.core(decisions) != core) {
            return Outcome.WRONG_CORE;
        }
        if (withdrawn(decisions.position() - 1)) {
            return Outcome.WITHDRAWN;
        }
        return target == null ? Outcome.UNKNOWN_TARGET : commit(target);
    }

    private Outcome commit(HostTarget target) {
        long stamp = DecisionLayout.stamp(decisions);
        while (true) {
            long word = target.word();
            lastSequence = TargetWord.sequence(word);
            TargetEvent event = lastSequence == stamp ? TargetEvent.COMMIT : TargetEvent.COMMIT_STALE;
            boolean ready = TargetWord.state(word) == TargetState.READY;
            if (event == TargetEvent.COMMIT && ready && !enclave.cores().mayRun(target, core)) {
                return Outcome.NOT_PERMITTED;
            }
            Outcome outcome = enclave.tryTransition(target, word, event, core);
            if (outcome == Outcome.COMMITTED) {
                lastSequence++;
            } else if (outcome == Outcome.UNKNOWN_TARGET) {
                lastSequence = 0;
            }
            if (outcome != null) {
                return outcome;
            }
        }
    }

    /**
     * Asked back by the agent, or by the host itself, because the core is out of use. A line that was prefetched is used as it is: a withdrawal that
     * came after the prefetch came after the host looked.
     */
    private boolean withdrawn(long position) {
        if (!withdrawalPrefetched) {
            return withdrawnNow(position);
        }
        withdrawalPrefetched = false;
        return !enclave.cores().online(core) || position < agentWindow.load(withdrawalOffset);
    }

    private boolean withdrawnNow(long position) {
        if (!enclave.cores().online(core)) {
            return true;
        }
        agentWindow.flush(withdrawalOffset);
        return position < agentWindow.load(withdrawalOffset);
    }

    private void answer(Outcome outcome, HostTarget target) {
        lastOutcome = outcome;
        answered = true;
        long nanos = enclave.nanos();
        long dispatch = outcome == Outcome.COMMITTED ? enclave.nextDispatch(core, target, epoch) : 0;
        OutcomeLayout.put(outcomes, outcome, core, DecisionLayout.target(decisions), lastSequence);
        OutcomeLayout.putDecision(outcomes, decisions.position() - 1, DecisionLayout.id(decisions), dispatch, nanos);
        enclave.ledger().outcome(epoch, core, decisions, outcome, dispatch);
        outcomes.publish();
        counters.increment(Counters.of(outcome));
        enclave.errors().refused(outcome, core, decisions, nanos);
    }

    private void corrupt() {
        counters.increment(Counters.CORRUPT);
        enclave.errors().record(ErrorLog.CORRUPT_QUEUE, core, decisions, enclave.nanos());
        enclave.reportNonsense(epoch);
    }

    /** Gives back what is withdrawn and the busy core has not looked at. Any host thread that is idle may do it. */
    void resolveWithdrawals() {
        long first = decisions.position() - (member.waits() ? 1 : 0);
        if (!accepted() || !withdrawnNow(first) || !guard.tryAcquire()) {
            return;
        }
        boolean tell = false;
        try {
            if (!closed && member.target() != null && !resolveHeld()) {
                return;
            }
            // Bounded: who publishes and withdraws as fast as this answers must not keep the caller, who may be the
            // watchdog.
            for (int i = 0; i < slots && !closed && withdrawnNow(decisions.position()) && outcomes.hasRoom(); i++) {
                if (decisions.poll() != SlotReader.Found.SLOT) {
                    break;
                }
                lastSequence = 0;
                Outcome outcome = decide(null);
                answer(DecisionLayout.group(decisions) == DecisionGroup.NONE ? outcome : together(outcome, null), null);
            }
            tell = takeAnswered();
        } finally {
            guard.release();
            tellAgent(tell);
        }
    }

    /** @return false if the core still holds a target, or has one to start */
    private boolean resolveHeld() {
        if (!withdrawnNow(decisions.position() - 1) || member.look(true) != GroupTable.Standing.REFUSED) {
            return false;
        }
        refuseHeld(GroupTable.Standing.REFUSED, true);
        return true;
    }

    /**
     * The epoch is over, and the core has not started what it holds; even if the others have come it must not any more, for nobody would hear of it. To them that looks like a thread that left its
     * core before it did anything.
     */
    private void abandonHeld() {
        HostTarget target = member.letGo(member.look(true));
        member.giveBack(target, DecisionLayout.target(decisions));
        counters.increment(Counters.of(Outcome.ABANDONED));
        enclave.ledger().outcome(epoch, core, decisions, Outcome.ABANDONED, 0);
    }

    /** Nobody looks again after this: a line that went stale must not hide a decision. */
    private boolean pollAfresh() {
        return decisions.ready() && decisions.poll() == SlotReader.Found.SLOT;
    }

    /**
     * The epoch is over: counts what was published and not answered, and answers no more.
     *
     * @return false if somebody was answering just now; try again
     */
    boolean close() {
        if (!guard.tryAcquire()) {
            return false;
        }
        try {
            if (member.target() != null) {
                abandonHeld();
            }
            // Bounded: the lost agent may still be writing.
            for (int i = 0; i < slots && accepted() && !closed && pollAfresh(); i++) {
                counters.increment(Counters.of(Outcome.ABANDONED));
                enclave.ledger().outcome(epoch, core, decisions, Outcome.ABANDONED, 0);
            }
            closed = true;
            return true;
        } finally {
            guard.release();
        }
    }
}
