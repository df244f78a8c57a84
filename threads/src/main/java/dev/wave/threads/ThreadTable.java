package dev.wave.threads;

import dev.wave.core.protocol.CoreCondition;
import dev.wave.core.protocol.MessageKind;
import dev.wave.core.protocol.MessageLayout;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.OutcomeLayout;
import dev.wave.core.protocol.TargetId;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.queue.SlotReader;
import dev.wave.threads.PolicyThread.Told;
import java.util.Arrays;

/**
 * All threads the agent knows, and the repair of order between what arrives and what the policy is told.
 *
 * <p>Messages of one thread may overtake each other (they travel in the queue of the core or thread that sent them), and outcomes travel apart from
 * messages. Each carries the thread's whole state and its sequence number, so the newest wins and older ones are dropped. The policy must
 * see a legal story all the same; so a thread found ready that the policy believes running is first reported as blocked, and news about a thread
 * whose decision is under way wait for the outcome.
 */
final class ThreadTable {
    private static final int MAX_THREADS = 1 << 22;
    private static final int STATES = TargetState.values().length;

    private final ThreadPolicy policy;
    private final CoreState[] cores;
    private final StepTime time;
    private final OnlineCores online = new OnlineCores();
    private PolicyThread[] threads = new PolicyThread[64];
    private int ready;
    private long older;
    private long malformed;

    ThreadTable(ThreadPolicy policy, CoreState[] cores, StepTime time) {
        this.policy = policy;
        this.time = time;
        this.cores = cores;
        online.refresh(cores);
    }

    /** Older messages dropped since the last call. */
    long drainOlder() {
        long count = older;
        older = 0;
        return count;
    }

    /** Messages that could not be understood since the last call. */
    long drainMalformed() {
        long count = malformed;
        malformed = 0;
        return count;
    }

    /** Takes in a message. */
    void message(SlotReader slot) {
        MessageKind kind = MessageLayout.kind(slot);
        if (kind == MessageKind.CORE) {
            core(slot);
            return;
        }
        int state = MessageLayout.state(slot);
        int index = TargetId.index(MessageLayout.target(slot));
        boolean known = kind != null && kind != MessageKind.NONE;
        boolean weighted = MessageLayout.weight(slot) > 0;
        if (!known || !weighted || state == 0 || state >= STATES || index < 0 || index >= MAX_THREADS) {
            malformed++;
            return;
        }
        PolicyThread thread = find(index, TargetId.generation(MessageLayout.target(slot)));
        if (thread == null || MessageLayout.sequence(slot) <= thread.sequence) {
            older++;
            return;
        }
        take(thread, slot, kind, TargetState.of(state));
    }

    private void core(SlotReader slot) {
        int number = MessageLayout.core(slot);
        CoreCondition condition = MessageLayout.condition(slot);
        if (number >= cores.length || condition == null) {
            malformed++;
            return;
        }
        cores[number].condition(condition);
        online.refresh(cores);
    }

    /** The record for a thread of that generation, a new one if need be; null if a younger thread has the index already. */
    private PolicyThread find(int index, int generation) {
        if (index >= threads.length) {
            threads = Arrays.copyOf(threads, Math.max(index + 1, threads.length * 2));
        }
        PolicyThread thread = threads[index];
        if (thread == null) {
            thread = new PolicyThread(index, online);
            threads[index] = thread;
            thread.generation = generation;
        } else if (thread.generation < generation) {
            return reuse(thread, generation);
        }
        return thread.generation == generation ? thread : null;
    }

    /** The index has a new owner; the departure of the old one may still be under way in another queue. */
    private PolicyThread reuse(PolicyThread thread, int generation) {
        if (thread.told == Told.PICKED) {
            // Its outcome is still to come and names the old thread: the index gets a fresh record, the old one ends
            // with its outcome.
            PolicyThread fresh = new PolicyThread(thread.index(), online);
            threads[thread.index()] = fresh;
            thread.latest = TargetState.GONE;
            fresh.generation = generation;
            return fresh;
        }
        tellDeparted(thread);
        thread.generation = generation;
        thread.sequence = 0;
        thread.latest = TargetState.ABSENT;
        told(thread, Told.NOTHING);
        return thread;
    }

    private void take(PolicyThread thread, SlotReader slot, MessageKind kind, TargetState state) {
        thread.sequence = MessageLayout.sequence(slot);
        thread.latest = state;
        thread.latestKind = kind.ordinal();
        thread.latestCore = MessageLayout.core(slot);
        thread.latestDispatch = MessageLayout.dispatch(slot);
        takeHints(thread, slot);
        if (thread.told != Told.PICKED) {
            tell(thread);
        }
    }

    private static void takeHints(PolicyThread thread, SlotReader slot) {
        int threadClass = MessageLayout.targetClass(slot);
        int weight = MessageLayout.weight(slot);
        long deadline = MessageLayout.deadlineNanos(slot);
        long affinity = MessageLayout.affinity(slot);
        boolean same = weight == thread.weight
                && affinity == thread.affinity
                && threadClass == thread.threadClass
                && deadline == thread.deadlineNanos;
        if (same) {
            return;
        }
        thread.weightChanged |= weight != thread.weight;
        thread.affinityChanged |= affinity != thread.affinity;
        thread.hintsChanged = true;
        thread.threadClass = threadClass;
        thread.weight = weight;
        thread.deadlineNanos = deadline;
        thread.affinity = affinity;
    }

    /** Brings what the policy was told up to the newest state. */
    private void tell(PolicyThread thread) {
        Told before = thread.told;
        if (before == Told.NOTHING) {
            forgetHints(thread);
        }
        if (before == Told.NOTHING && thread.latest != TargetState.GONE) {
            policy.created(thread);
        }
        if (before == Told.RUNNING && thread.latest != TargetState.RUNNING) {
            vacate(thread);
        }
        switch (thread.latest) {
            case READY -> tellReady(thread, before);
            case RUNNING -> tellRunning(thread, before);
            case BLOCKED -> tellBlocked(thread, before);
            case GONE -> tellDeparted(thread);
            default -> {}
        }
        tellHints(thread);
    }

    /** Tells what changed since the policy heard of the thread last; it may have changed while the thread was picked. */
    private void tellHints(PolicyThread thread) {
        if (!thread.hintsChanged || thread.told == Told.DEPARTED) {
            return;
        }
        if (thread.weightChanged) {
            policy.weightChanged(thread);
        }
        if (thread.affinityChanged) {
            policy.affinityChanged(thread);
        }
        forgetHints(thread);
        policy.changed(thread);
    }

    private static void forgetHints(PolicyThread thread) {
        thread.hintsChanged = false;
        thread.weightChanged = false;
        thread.affinityChanged = false;
    }

    private void tellReady(PolicyThread thread, Told before) {
        MessageKind kind = MessageKind.of(thread.latestKind);
        if (before == Told.READY) {
            return;
        }
        told(thread, Told.READY);
        if (before == Told.RUNNING && kind == MessageKind.PREEMPTED) {
            policy.preempted(thread);
        } else if (before == Told.RUNNING && kind == MessageKind.YIELDED) {
            policy.yielded(thread);
        } else {
            if (before == Told.RUNNING) {
                // It blocked and was woken; the message of the first was overtaken.
                policy.blocked(thread);
            }
            thread.readySinceNanos = time.nanos();
            policy.ready(thread);
        }
    }

    private void tellRunning(PolicyThread thread, Told before) {
        thread.leaveQueue();
        told(thread, Told.RUNNING);
        boolean placed = thread.latestCore < cores.length;
        if (before != Told.RUNNING && placed) {
            cores[thread.latestCore].start(thread, thread.latestDispatch);
        }
    }

    private void tellBlocked(PolicyThread thread, Told before) {
        thread.leaveQueue();
        told(thread, Told.BLOCKED);
        if (before == Told.READY || before == Told.RUNNING) {
            policy.blocked(thread);
        }
    }

    private void tellDeparted(PolicyThread thread) {
        thread.leaveQueue();
        vacate(thread);
        if (thread.told != Told.DEPARTED && thread.told != Told.NOTHING) {
            policy.departed(thread);
        }
        // The record stays, with its sequence number, so that an overtaken message does not bring the thread back.
        told(thread, Told.DEPARTED);
    }

    private void vacate(PolicyThread thread) {
        // Nearly always it is where it was heard of last.
        if (thread.latestCore < cores.length && cores[thread.latestCore].vacate(thread)) {
            return;
        }
        for (CoreState core : cores) {
            if (core.vacate(thread)) {
                return;
            }
        }
    }

    /** The policy gave the thread out; a decision about it is on its way. */
    void picked(PolicyThread thread) {
        if (thread.told != Told.READY || thread.queue != null) {
            throw new IllegalStateException("the policy picked " + thread + ", which is " + thread.told
                    + (thread.queue == null ? "" : " and still in a queue")
                    + ": it may only pick threads it was told are ready");
        }
        told(thread, Told.PICKED);
    }

    private void told(PolicyThread thread, Told now) {
        ready += (now == Told.READY ? 1 : 0) - (thread.told == Told.READY ? 1 : 0);
        thread.told = now;
    }

    /** True if the policy was told of a thread that can run and has not picked it yet. */
    boolean anyReady() {
        return ready > 0;
    }

    PolicyThread byIndex(int index) {
        return threads[index];
    }

    /** Takes in the outcome of the decision about {@code thread}. */
    void outcome(PolicyThread thread, CoreState core, Outcome outcome, SlotReader slot) {
        if (outcome == Outcome.COMMITTED) {
            committed(thread, core, OutcomeLayout.sequence(slot), OutcomeLayout.dispatch(slot));
        } else if (thread.latest == TargetState.GONE || outcome == Outcome.UNKNOWN_TARGET) {
            tellDeparted(thread);
        } else {
            refused(thread, outcome);
        }
    }

    private void committed(PolicyThread thread, CoreState core, long sequence, long dispatch) {
        told(thread, Told.RUNNING);
        // A thread whose index has a new owner is gone already, whatever was heard of it last.
        if (sequence > thread.sequence && thread.latest != TargetState.GONE) {
            thread.sequence = sequence;
            thread.latest = TargetState.RUNNING;
            core.start(thread, dispatch);
            tellHints(thread);
        } else {
            // It ran and stopped before we heard that it started. Whatever ran on the core before is off it, too.
            core.free();
            if (thread.latest == TargetState.RUNNING) {
                core.start(thread, dispatch);
            } else {
                tell(thread);
            }
        }
    }

    private void refused(PolicyThread thread, Outcome outcome) {
        told(thread, Told.BLOCKED);
        boolean moved = outcome == Outcome.STALE || outcome == Outcome.NOT_READY;
        if (thread.latest == TargetState.READY && !(moved && thread.sequence == thread.stamp)) {
            told(thread, Told.READY);
            policy.returned(thread);
            tellHints(thread);
        } else if (thread.latest != TargetState.READY) {
            tell(thread);
        }
        // Otherwise the host knows something newer than we do; its message is on the way and brings the thread back.
    }
}
