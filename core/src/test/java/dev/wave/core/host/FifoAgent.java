package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.Clock;
import dev.wave.core.agent.AgentCounters;
import dev.wave.core.agent.AgentPort;
import dev.wave.core.agent.AgentSeat;
import dev.wave.core.ledger.Ledger;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.DecisionGroup;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.MessageKind;
import dev.wave.core.protocol.MessageLayout;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.OutcomeLayout;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.queue.SlotReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The simplest agent that is right: first come, first served. It keeps what every agent must keep (the newest state of
 * each target by sequence number, nothing decided twice) and can be driven part by part.
 */
final class FifoAgent implements AgentPort.Receiver<AgentPort.Decidable> {
    private final AgentSeat seat;
    private final long pid;
    private final Clock clock;
    private final Map<Long, Known> known = new HashMap<>();
    private final Deque<Known> ready = new ArrayDeque<>();
    private AgentPort<AgentPort.Decidable> port;
    private RegionLayout held;
    private long[] published;
    /** Decisions a core may have waiting. */
    int prestage = 1;

    /** Everything that arrived, for tests that look at single messages; not kept unless set. */
    List<Arrived> arrived;

    /** Every decision published, for tests that ask whether a run was decided; not kept unless set. */
    Set<Decided> decided;

    /** Targets that were decided about in groups. */
    final Set<Long> together = new HashSet<>();

    final Map<Outcome, Integer> outcomes = new HashMap<>();
    long older;
    long publishedEver;

    /** It wrote into its queue behind its own back; what the host read there is not what its books say. */
    boolean scribbled;

    /** What the agent knows of a target. */
    static final class Known implements AgentPort.Decidable {
        private final long id;
        private long sequence;
        private long stamp;
        private TargetState state = TargetState.ABSENT;
        private long affinity;
        private boolean pending;
        private boolean queued;

        Known(long id) {
            this.id = id;
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public long sequence() {
            return sequence;
        }

        TargetState state() {
            return state;
        }
    }

    /** A decision about anything, with any stamp. */
    record Bare(long id, long sequence) implements AgentPort.Decidable {}

    /** What a decision said. */
    record Decided(long epoch, int core, long id, long stamp) {}

    /** A message or, with an outcome, an outcome. */
    record Arrived(MessageKind kind, Outcome outcome, long id, long sequence, int state, int core, long dispatch) {}

    /** @param pid what the claim says; 0 leaves this process's own */
    FifoAgent(AgentSeat seat, long pid, Clock clock) {
        this.seat = seat;
        this.pid = pid;
        this.clock = clock;
    }

    AgentSeat.Standing standing() {
        return seat.standing();
    }

    GrantReason reason() {
        return seat.reason();
    }

    RegionLayout region() {
        return seat.region();
    }

    long epoch() {
        return seat.epoch();
    }

    long pid() {
        return pid;
    }

    AgentPort<AgentPort.Decidable> port() {
        return port;
    }

    AgentCounters counters() {
        return port.counters();
    }

    boolean inCharge() {
        return port != null && seat.standing() == AgentSeat.Standing.IN_CHARGE;
    }

    Known known(long id) {
        return known.get(id);
    }

    int knownTargets() {
        return known.size();
    }

    private void nameAnotherProcess(long line) {
        Window own = seat.link().toHost();
        long version = own.load(line + RegionLayout.VERSION);
        long flags = own.load(line + RegionLayout.FLAGS);
        long start = own.load(line + RegionLayout.START_TIME);
        own.store(line + RegionLayout.PID, pid);
        own.store(line + RegionLayout.CHECK, RegionLayout.claimCheck(own.load(line), pid, version, flags, start));
    }

    /** Claims, enters or notices the end; receives nothing. */
    AgentSeat.Standing look() {
        AgentSeat.Standing standing = seat.look();
        if (standing == AgentSeat.Standing.CLAIMING && seat.region() != null && pid != 0) {
            nameAnotherProcess(seat.region().agentClaim());
        }
        if (standing != AgentSeat.Standing.IN_CHARGE && port != null) {
            abandon();
        } else if (standing == AgentSeat.Standing.IN_CHARGE && port == null) {
            port = new AgentPort<>(seat, new Ledger(seat.link().uri(), clock));
            held = seat.region();
            published = new long[seat.geometry().cores()];
            seat.accept();
        }
        return standing;
    }

    /** The last look before sleep: asks the seat, and leaves everything as it is. */
    boolean mayStillSleep() {
        return !port.ready() && seat.look() == AgentSeat.Standing.IN_CHARGE;
    }

    private void abandon() {
        port.abandon(this);
        assertBalanced();
        port = null;
        known.clear();
        ready.clear();
    }

    /** A step that only listens. */
    int receive() {
        if (look() != AgentSeat.Standing.IN_CHARGE) {
            return 0;
        }
        port.beat();
        int done = port.drain(this);
        port.endStep();
        assertBalanced();
        return done;
    }

    /** A whole step: listens, then decides for every core that has less than {@link #prestage} decisions waiting. */
    int step() {
        int done = receive();
        return inCharge() ? done + decideAll() : done;
    }

    int decideAll() {
        int done = 0;
        for (int core = 0; core < seat.geometry().cores(); core++) {
            while (port.pending(core) < prestage && port.hasRoom(core) && decideNext(core)) {
                done++;
            }
        }
        return done;
    }

    private boolean decideNext(int core) {
        Known next = pollReady(core);
        if (next != null) {
            decide(core, next);
        }
        return next != null;
    }

    private Known pollReady(int core) {
        for (int i = ready.size(); i > 0; i--) {
            Known first = ready.poll();
            first.queued = false;
            boolean allowed = first.affinity == 0 || (first.affinity >>> (core & 63) & 1) == 1;
            if (first.state == TargetState.READY && allowed) {
                return first;
            }
            enqueue(first);
        }
        return null;
    }

    /** Decides that two targets start on two cores together or not at all, if there are two. */
    void decideTogether(int one, int other) {
        // No more groups of one anchor than the page allows; each has a decision in the anchor's own queue.
        if (one == other || port.pending(one) >= 3 || !port.groups() || !port.hasRoom(one) || !port.hasRoom(other)) {
            return;
        }
        Known first = pollReady(one);
        Known second = first == null ? null : pollReady(other);
        if (second != null) {
            int number = port.core(one).newGroup();
            decide(one, first, DecisionGroup.of(one, number, 2, 0));
            decide(other, second, DecisionGroup.of(one, number, 2, 1));
        } else if (first != null) {
            enqueue(first);
        }
    }

    /** Publishes a decision with what is known now, and wakes the core. */
    void decide(int core, Known target) {
        decide(core, target, DecisionGroup.NONE);
    }

    private void decide(int core, Known target, long group) {
        target.pending = true;
        target.stamp = target.sequence;
        publish(core, target, group);
    }

    /** Publishes any decision; a wrong one, too. */
    void publish(int core, AgentPort.Decidable target) {
        publish(core, target, DecisionGroup.NONE);
    }

    /** The same, of any group. */
    void publish(int core, AgentPort.Decidable target, long group) {
        if (group != DecisionGroup.NONE) {
            together.add(target.id());
        }
        if (decided != null) {
            decided.add(new Decided(seat.epoch(), core, target.id(), target.sequence()));
        }
        publishedEver++;
        published[core]++;
        port.decide(port.core(core), target, clock.nanos(), group);
        port.endStep();
    }

    /** Where the next decision for a core will lie, in {@code TO_HOST}. */
    long decisionSlot(int core) {
        return held.decisions(core).slot(published[core]);
    }

    /** Decisions published for a core in this epoch. */
    long published(int core) {
        return published[core];
    }

    private void enqueue(Known target) {
        if (target.state == TargetState.READY && !target.pending && !target.queued) {
            target.queued = true;
            ready.add(target);
        }
    }

    @Override
    public void message(SlotReader slot) {
        note(MessageLayout.kind(slot), null, slot, MessageLayout.core(slot), MessageLayout.dispatch(slot));
        if (MessageLayout.kind(slot) == MessageKind.CORE) {
            return;
        }
        Known target = known.computeIfAbsent(MessageLayout.target(slot), Known::new);
        if (MessageLayout.sequence(slot) <= target.sequence) {
            older++;
            return;
        }
        target.sequence = MessageLayout.sequence(slot);
        target.state = TargetState.of(MessageLayout.state(slot));
        target.affinity = MessageLayout.affinity(slot);
        enqueue(target);
    }

    @Override
    public void outcome(int core, AgentPort.Decidable decided, Outcome outcome, SlotReader slot) {
        note(null, outcome, slot, core, OutcomeLayout.dispatch(slot));
        outcomes.merge(outcome, 1, Integer::sum);
        if (!scribbled) {
            assertEquals(decided.id(), OutcomeLayout.target(slot), "an outcome names the target of its decision");
        }
        if (decided instanceof Known target) {
            settle(target, outcome, OutcomeLayout.sequence(slot));
        }
    }

    private void settle(Known target, Outcome outcome, long sequence) {
        target.pending = false;
        if (outcome == Outcome.COMMITTED) {
            assertTrue(
                    scribbled || target.stamp + 1 == sequence,
                    "committed although the stamp was not the sequence number");
            if (sequence > target.sequence) {
                target.sequence = sequence;
                target.state = TargetState.RUNNING;
            }
        } else if (outcome == Outcome.UNKNOWN_TARGET) {
            target.state = TargetState.GONE;
        } else if (outcome == Outcome.STALE || outcome == Outcome.NOT_READY) {
            // The host knows more; if we do not by now, its message is still on the way and brings the target back.
            if (target.sequence == target.stamp) {
                target.state = TargetState.BLOCKED;
            }
        }
        enqueue(target);
    }

    private void note(MessageKind kind, Outcome outcome, SlotReader slot, int core, long dispatch) {
        if (arrived != null) {
            int state = kind == null ? 0 : MessageLayout.state(slot);
            arrived.add(new Arrived(
                    kind, outcome, MessageLayout.target(slot), MessageLayout.sequence(slot), state, core, dispatch));
        }
    }

    /** Notes everything that arrives from now on. */
    FifoAgent noting() {
        arrived = new ArrayList<>();
        return this;
    }

    /** decisions = outcomes + pending, and nothing the host wrote was wrong. */
    void assertBalanced() {
        long sum = 0;
        for (Outcome outcome : Outcome.values()) {
            sum += counters().get(AgentCounters.of(outcome));
        }
        for (int core = 0; core < seat.geometry().cores(); core++) {
            sum += port.pending(core);
        }
        assertEquals(counters().get(AgentCounters.DECISIONS), sum, "decisions = outcomes + pending");
        assertEquals(0, counters().get(AgentCounters.CORRUPT));
        assertEquals(0, counters().get(AgentCounters.MALFORMED));
    }

    /** Ends in good order. */
    void leave() {
        if (port != null) {
            abandon();
        }
        seat.giveUp(GrantReason.LEFT);
    }
}
