package dev.wave.core.ledger;

import dev.wave.core.Clock;
import dev.wave.core.protocol.DecisionLayout;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.MessageKind;
import dev.wave.core.protocol.MessageLayout;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.OutcomeLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetId;
import dev.wave.core.protocol.TargetWord;
import dev.wave.core.queue.SlotReader;

/**
 * The record of one end of a link: message, decision, outcome, run, as events of the JDK's Flight Recorder (docs/tracing.md).
 *
 * <p>How entries belong together: a decision is (epoch, decision id) everywhere; it follows the message whose (target, generation,
 * sequence) equals its (target, generation, stamp); its run has the same (core, dispatch) as its outcome.
 *
 * <p>Off unless a recording asks for it. Each entry first asks an event object made once whether its kind is recorded: as long as no
 * recording ever was, that is a method that returns false, and the JIT removes the entry altogether; later it is a load or two. Nothing
 * is allocated while off, not even in interpreted code. While on, each entry reads the clock and makes one short-lived object.
 */
public final class Ledger {
    private static final LedgerEvents.Message MESSAGE = new LedgerEvents.Message();
    private static final LedgerEvents.MessageTaken MESSAGE_TAKEN = new LedgerEvents.MessageTaken();
    private static final LedgerEvents.Decision DECISION = new LedgerEvents.Decision();
    private static final LedgerEvents.Answer OUTCOME = new LedgerEvents.Answer();
    private static final LedgerEvents.AnswerTaken OUTCOME_TAKEN = new LedgerEvents.AnswerTaken();
    private static final LedgerEvents.Stay RUN = new LedgerEvents.Stay();
    private static final LedgerEvents.EpochChange EPOCH = new LedgerEvents.EpochChange();
    private static final LedgerEvents.PreemptionAsked PREEMPTION = new LedgerEvents.PreemptionAsked();
    private static final LedgerEvents.Step STEP = new LedgerEvents.Step();

    private final String link;
    private final Clock clock;

    /** @param link the link's URI, which tells the enclaves and agents of one process apart */
    public Ledger(String link, Clock clock) {
        this.link = link;
        this.clock = clock;
    }

    /** The host sent a message: what the target's {@code word} said when it was written. */
    public void message(long epoch, int queue, long id, long word, int targetClass, long changedNanos) {
        if (MESSAGE.isEnabled()) {
            var event = about(new LedgerEvents.Message(), epoch, id);
            event.sequence = TargetWord.sequence(word);
            event.kind = TargetWord.kind(word).name();
            event.state = TargetWord.state(word).onTheWire().name();
            event.queue = queue;
            event.targetClass = targetClass;
            event.changedNanos = changedNanos;
            event.commit();
        }
    }

    /** The agent took a message; not yet checked. Those about cores are not recorded. */
    public void messageTaken(long epoch, SlotReader slot) {
        if (MESSAGE_TAKEN.isEnabled() && MessageLayout.kind(slot) != MessageKind.CORE) {
            var event = about(new LedgerEvents.MessageTaken(), epoch, MessageLayout.target(slot));
            MessageKind kind = MessageLayout.kind(slot);
            event.sequence = MessageLayout.sequence(slot);
            event.kind = kind == null ? "?" : kind.name();
            event.commit();
        }
    }

    /** The agent published a decision. */
    public void decision(long epoch, long decision, int core, long id, long stamp) {
        if (DECISION.isEnabled()) {
            var event = about(new LedgerEvents.Decision(), epoch, id);
            event.decision = decision;
            event.core = core;
            event.stamp = stamp;
            event.commit();
        }
    }

    /** The host answered the decision in {@code slot}. */
    public void outcome(long epoch, int core, SlotReader slot, Outcome outcome, long dispatch) {
        if (OUTCOME.isEnabled()) {
            var event = about(new LedgerEvents.Answer(), epoch, DecisionLayout.target(slot));
            event.decision = DecisionLayout.id(slot);
            event.core = core;
            event.stamp = DecisionLayout.stamp(slot);
            event.outcome = outcome.name();
            event.dispatch = dispatch;
            event.commit();
        }
    }

    /** The agent took an outcome. */
    public void outcomeTaken(long epoch, int core, SlotReader slot, Outcome outcome) {
        if (OUTCOME_TAKEN.isEnabled()) {
            var event = about(new LedgerEvents.AnswerTaken(), epoch, OutcomeLayout.target(slot));
            event.decision = OutcomeLayout.id(slot);
            event.core = core;
            event.outcome = outcome.name();
            event.commit();
        }
    }

    /** Whether runs are recorded, asked before anything about one is fetched. */
    public static boolean recordsRuns() {
        return RUN.isEnabled();
    }

    /** A target was put on a core; {@code epoch} is 0 if the fallback did it. What is returned goes into {@link #stopped}. */
    public Run started(long epoch, int core, long dispatch) {
        return new Run(dispatch, core, epoch, clock.nanos());
    }

    /**
     * A target came off its core.
     *
     * @param run what its start left, taken before the target's word changed: afterwards it may be running elsewhere already. Null if the
     *     ledger was off when it started
     */
    public void stopped(Run run, long id, int targetClass, TargetEvent how) {
        if (run != null) {
            var event = about(run.event, run.epoch, id);
            event.core = run.core;
            event.dispatch = run.dispatch;
            event.targetClass = targetClass;
            event.ranNanos = event.nanos - run.startNanos;
            event.end = how.name();
            event.commit();
        }
    }

    /** The host put an agent in charge. */
    public void granted(long epoch, long agentPid) {
        epoch(epoch, "GRANTED", GrantReason.NONE, agentPid);
    }

    /** The host took an agent out of charge. */
    public void ended(long epoch, GrantReason reason) {
        epoch(epoch, "ENDED", reason, 0);
    }

    private void epoch(long epoch, String change, GrantReason reason, long agentPid) {
        if (EPOCH.isEnabled()) {
            var event = about(new LedgerEvents.EpochChange(), epoch);
            event.change = change;
            event.reason = reason.name();
            event.agentPid = agentPid;
            event.commit();
        }
    }

    /** The agent asked a core to let go of what it started as number {@code dispatch}. */
    public void preemption(long epoch, int core, long dispatch) {
        if (PREEMPTION.isEnabled()) {
            var event = about(new LedgerEvents.PreemptionAsked(), epoch);
            event.core = core;
            event.dispatch = dispatch;
            event.commit();
        }
    }

    /** A step of the agent's loop ended that began at {@code startNanos} and did something. */
    public void step(long epoch, long startNanos, int done) {
        if (STEP.isEnabled() && done > 0) {
            var event = about(new LedgerEvents.Step(), epoch);
            event.tookNanos = event.nanos - startNanos;
            event.done = done;
            event.commit();
        }
    }

    private <E extends LedgerEvents.Entry> E about(E event, long epoch) {
        event.link = link;
        event.epoch = epoch;
        event.nanos = clock.nanos();
        return event;
    }

    private <E extends LedgerEvents.TargetEntry> E about(E event, long epoch, long id) {
        event.target = TargetId.index(id);
        event.generation = TargetId.generation(id);
        return about(event, epoch);
    }
}
