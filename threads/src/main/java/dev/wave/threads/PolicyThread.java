package dev.wave.threads;

import dev.wave.core.agent.AgentPort;
import dev.wave.core.protocol.TargetId;
import dev.wave.core.protocol.TargetState;

/** A thread as a policy sees it. The agent makes one per thread and uses it again for another after {@link ThreadPolicy#departed}. */
public final class PolicyThread implements AgentPort.Decidable {
    private final int index;
    private final OnlineCores online;

    // What a policy may read.
    int threadClass;
    int weight = 1;
    long deadlineNanos;
    long affinity;
    long readySinceNanos;

    // What the agent keeps for itself: the newest it knows by sequence number, and what the policy was told.
    int generation;
    long sequence;
    long stamp;
    TargetState latest = TargetState.ABSENT;
    int latestKind;
    int latestCore;
    long latestDispatch;
    Told told = Told.NOTHING;

    // Hints that changed and the policy was not told of yet.
    boolean hintsChanged;
    boolean weightChanged;
    boolean affinityChanged;

    // Where it waits, and its place there; owned by that queue or heap.
    ThreadHolder queue;
    PolicyThread previous;
    PolicyThread next;
    long key;
    long tie;
    int place;

    /** What the policy believes of a thread, because the agent told it so. */
    enum Told {
        NOTHING,
        BLOCKED,
        READY,
        /** Picked; the outcome is not known yet, and news about the thread wait for it. */
        PICKED,
        RUNNING,
        DEPARTED
    }

    PolicyThread(int index, OnlineCores online) {
        this.index = index;
        this.online = online;
    }

    /** A small number, unique among the threads that exist at the same time; good for arrays. */
    public int index() {
        return index;
    }

    /** The class the service gave it, 0 to 65535; 0 if it gave none. */
    public int threadClass() {
        return threadClass;
    }

    /** The weight the service gave it, 1 to 65535; 1 if it gave none. */
    public int weight() {
        return weight;
    }

    /** The deadline the service gave it, in nanoseconds of the host's clock; 0 if it gave none. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** When it became ready last after it was new or blocked, by the agent's clock; yields and preemptions do not move it. */
    public long readySinceNanos() {
        return readySinceNanos;
    }

    /** True if it may run on that core. An affinity that names no core in use counts as none. */
    public boolean mayRunOn(int core) {
        long allowed = affinity & online.mask();
        return allowed == 0 || (allowed >>> (core & 63) & 1) == 1;
    }

    /** True if some cores in use are closed to it. */
    public boolean restricted() {
        long allowed = affinity & online.mask();
        return allowed != 0 && allowed != online.mask();
    }

    /** For the agent; means nothing to a policy. */
    @Override
    public long id() {
        return TargetId.of(index, generation);
    }

    /** For the agent; means nothing to a policy. */
    @Override
    public long sequence() {
        return sequence;
    }

    void leaveQueue() {
        if (queue != null) {
            boolean ignored = queue.remove(this);
        }
    }

    @Override
    public String toString() {
        return "thread " + index;
    }
}
