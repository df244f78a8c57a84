package dev.wave.core.host;

import dev.wave.core.protocol.DecisionGroup;
import dev.wave.core.protocol.StateTable;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import dev.wave.core.protocol.Transition;

/**
 * One core's part in a group: the target it has taken and holds until the others have come, for a bounded time. Used under the guard of the core's inbox, but for what says otherwise.
 *
 * <p>A held target is {@code RUNNING} for all the host, so nobody else can take it; it has not started, and its agent has heard nothing. It goes back by the row of {@code YIELD}, which
 * makes it ready and tells who is in charge.
 */
final class GroupMember {
    /** A core that waits for others idles, so it does not wait for long: an order of magnitude above what a preemption takes. */
    static final long WAIT_NANOS = 1_000_000;

    private final Enclave enclave;
    private final GroupTable table;
    private final int core;
    private HostTarget target;
    private volatile long group;
    private volatile long deadlineNanos;

    GroupMember(Enclave enclave, GroupTable table, int core) {
        this.enclave = enclave;
        this.table = table;
        this.core = core;
    }

    /** Arrives with a target it has taken; holds it if it must wait. */
    GroupTable.Standing arrive(long member, HostTarget taken) {
        // In this order: who completes the group afterwards finds this core among those that wait.
        deadlineNanos = enclave.nanos() + WAIT_NANOS;
        group = member;
        GroupTable.Standing standing = table.arrive(member);
        if (standing == GroupTable.Standing.OPEN) {
            target = taken;
            enclave.counters(core).increment(Counters.HELD);
        } else {
            group = DecisionGroup.NONE;
        }
        return standing;
    }

    /** How the group stands for which it holds a target; it gives up if its time is over, or if {@code must}. */
    GroupTable.Standing look(boolean must) {
        GroupTable.Standing standing = table.look(group);
        boolean over = must || enclave.nanos() >= deadlineNanos;
        return standing == GroupTable.Standing.OPEN && over ? table.refuse(group) : standing;
    }

    /** The target it holds; null if it holds none. */
    HostTarget target() {
        return target;
    }

    /** Holds it no more. @return the target */
    HostTarget letGo(GroupTable.Standing standing) {
        HostTarget held = target;
        if (standing == GroupTable.Standing.COMMITTED) {
            table.saw(group);
        }
        target = null;
        group = DecisionGroup.NONE;
        return held;
    }

    /**
     * True if a target that was taken and did not start is what it was. Where mechanisms let targets end that are on no core, one may have ended meanwhile, and its object may even live
     * again under another id.
     */
    static boolean stands(HostTarget taken, long word, long id) {
        TargetState state = TargetWord.state(word);
        return (state == TargetState.RUNNING || state == TargetState.WOKEN) && taken.id() == id;
    }

    /** Makes a target ready again that was taken and did not start. */
    void giveBack(HostTarget taken, long id) {
        while (true) {
            long word = taken.word();
            if (!stands(taken, word, id)) {
                return;
            }
            TargetState state = TargetWord.state(word);
            Transition row = StateTable.find(state, TargetEvent.YIELD);
            if (enclave.change(taken, word, row, core)) {
                // By the guarded queue: whoever answers for a core need not be that core.
                enclave.announce(taken, row, enclave.geometry().guarded());
                return;
            }
        }
    }

    /** True if it waits for others; for anybody, a hint. */
    boolean waits() {
        return group != DecisionGroup.NONE;
    }

    /** True if it waits for that group; for anybody. */
    boolean waitsFor(long other) {
        long own = group;
        return own != DecisionGroup.NONE
                && DecisionGroup.anchor(own) == DecisionGroup.anchor(other)
                && DecisionGroup.number(own) == DecisionGroup.number(other);
    }

    /** True if what it waited for has come about, or will not; for anybody. */
    boolean resolved() {
        long own = group;
        return own != DecisionGroup.NONE && (table.look(own) != GroupTable.Standing.OPEN || patienceNanos() == 0);
    }

    /** How much longer it waits; for anybody. */
    long patienceNanos() {
        return Math.max(0, deadlineNanos - enclave.nanos());
    }
}
