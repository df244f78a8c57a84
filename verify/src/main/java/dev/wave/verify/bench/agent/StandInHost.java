package dev.wave.verify.bench.agent;

import dev.wave.core.link.Link;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.DecisionLayout;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.GrantState;
import dev.wave.core.protocol.MessageKind;
import dev.wave.core.protocol.MessageLayout;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.OutcomeLayout;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetId;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;
import java.util.Arrays;

/**
 * A host that does nothing but talk to its agent: on every core, in each round, the running thread comes off and the decided one starts.
 *
 * <p>It speaks through the shipping queues and keeps just enough books to refuse what a host must refuse. So whatever runs beside it on the same
 * CPU can be timed as if a host were there, and the host's own cost, which {@link AgentCost} leaves out, stays small.
 */
final class StandInHost {
    /** How a thread comes off its core. */
    enum Story {
        /** It yields: one message for each decision. */
        YIELD,
        /** As above, with a new deadline each time, at random within a millisecond. */
        YIELD_WITH_DEADLINES,
        /** It blocks, and is woken at once through the guarded queue: two messages for each decision. */
        BLOCK_AND_WAKE
    }

    private static final int NOBODY = -1;
    private static final int GENERATION = 1;
    private static final long EPOCH = 1;

    private final Window own;
    private final Window agentWindow;
    private final RegionLayout region;
    private final Story story;
    private final SlotWriter[] messages;
    private final SlotWriter[] outcomes;
    private final SlotReader[] decisions;
    private final long[] sequences;
    private final int[] running;
    private final long[] dispatches;
    private long nanos;
    private long committed;
    private long refused;

    StandInHost(Link link, Geometry geometry, Story story, int threads) {
        this.own = link.toNic();
        this.agentWindow = link.toHost();
        this.region = new RegionLayout(geometry, 0);
        this.story = story;
        this.messages = new SlotWriter[geometry.cores() + 1];
        this.outcomes = new SlotWriter[geometry.cores()];
        this.decisions = new SlotReader[geometry.cores()];
        this.sequences = new long[threads];
        this.running = new int[geometry.cores()];
        this.dispatches = new long[geometry.cores()];
        geometry.store(own);
        Arrays.fill(running, NOBODY);
    }

    /** Answers the agent's claim, which must stand in region 0. */
    void grant() {
        for (int queue = 0; queue < messages.length; queue++) {
            messages[queue] = new SlotWriter(own, agentWindow, region.messages(queue));
            messages[queue].format(1, EPOCH);
        }
        for (int core = 0; core < running.length; core++) {
            outcomes[core] = new SlotWriter(own, agentWindow, region.outcomes(core));
            outcomes[core].format(1, EPOCH);
            decisions[core] = new SlotReader(agentWindow, own, region.decisions(core));
            decisions[core].open(EPOCH);
        }
        own.store(region.hostGrant() + RegionLayout.GRANT_EPOCH, EPOCH);
        own.store(region.hostGrant() + RegionLayout.GRANT_STATE, GrantState.GRANTED.ordinal());
        own.storeFence();
        own.store(region.hostGrant(), agentWindow.load(region.agentClaim()));
    }

    /** Tells about threads {@code from} to {@code to}, all of them ready. */
    void discover(int from, int to) {
        for (int thread = from; thread < to; thread++) {
            tell(guarded(), thread, MessageKind.DISCOVERED, TargetState.READY, TargetWord.NO_CORE);
        }
    }

    /** One round on every core. */
    void round(long now) {
        nanos = now;
        for (int core = 0; core < running.length; core++) {
            if (running[core] != NOBODY) {
                comesOff(core, running[core]);
            }
            take(core);
        }
    }

    private void comesOff(int core, int thread) {
        running[core] = NOBODY;
        if (story != Story.BLOCK_AND_WAKE) {
            tell(messages[core], thread, MessageKind.YIELDED, TargetState.READY, core);
        } else {
            tell(messages[core], thread, MessageKind.BLOCKED, TargetState.BLOCKED, core);
            tell(guarded(), thread, MessageKind.READY, TargetState.READY, core);
        }
    }

    private SlotWriter guarded() {
        return messages[messages.length - 1];
    }

    private void tell(SlotWriter queue, int thread, MessageKind kind, TargetState state, int core) {
        if (!queue.hasRoom()) {
            throw new IllegalStateException("the agent does not keep up, although it runs in turns with its host");
        }
        long word = TargetWord.of(++sequences[thread], core, kind, state);
        MessageLayout.putTarget(queue, TargetId.of(thread, GENERATION), word, 0, 1);
        MessageLayout.putDetails(queue, nanos, deadlineNanos(thread), 0);
        MessageLayout.putDispatch(queue, core == TargetWord.NO_CORE ? 0 : dispatches[core]);
        queue.publish();
    }

    private long deadlineNanos(int thread) {
        if (story != Story.YIELD_WITH_DEADLINES) {
            return 0;
        }
        // The golden ratio scatters consecutive numbers; twenty bits are a millisecond.
        return nanos + ((sequences[thread] * 31 + thread) * 0x9E3779B97F4A7C15L >>> 44);
    }

    private void take(int core) {
        SlotReader queue = decisions[core];
        while (running[core] == NOBODY && queue.poll() == SlotReader.Found.SLOT) {
            int thread = TargetId.index(DecisionLayout.target(queue));
            boolean right =
                    thread >= 0 && thread < sequences.length && sequences[thread] == DecisionLayout.stamp(queue);
            answer(core, queue, thread, right);
        }
    }

    private void answer(int core, SlotReader decision, int thread, boolean right) {
        SlotWriter queue = outcomes[core];
        long dispatch = 0;
        if (right) {
            running[core] = thread;
            dispatch = ++dispatches[core];
            sequences[thread]++;
            committed++;
        } else {
            refused++;
        }
        OutcomeLayout.put(
                queue,
                right ? Outcome.COMMITTED : Outcome.STALE,
                core,
                DecisionLayout.target(decision),
                right ? sequences[thread] : 0);
        OutcomeLayout.putDecision(queue, decision.position() - 1, DecisionLayout.id(decision), dispatch, nanos);
        queue.publish();
    }

    /** Decisions that fitted, each of which started a thread. */
    long committed() {
        return committed;
    }

    /** Decisions that did not fit. None may be here: host and agent take turns, so the agent always knows everything. */
    long refused() {
        return refused;
    }
}
