package dev.wave.core.host;

import dev.wave.core.ledger.Run;
import dev.wave.core.protocol.MessageKind;
import dev.wave.core.protocol.TargetId;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The host's copy of one target: the word that is the truth, and what is said about it beside.
 *
 * <p>Mechanisms extend it with what they act on. The hints (class, weight, deadline, affinity) are written by anyone and travel with the
 * next message; they are read racily on purpose, because a hint has no meaning beyond "lately".
 */
public class HostTarget {
    private static final VarHandle WORD;
    private static final VarHandle MARKED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WORD = lookup.findVarHandle(HostTarget.class, "word", long.class);
            MARKED = lookup.findVarHandle(HostTarget.class, "marked", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long word = TargetWord.of(0, TargetWord.NO_CORE, MessageKind.NONE, TargetState.ABSENT);
    private volatile boolean marked;
    private volatile int targetClass;
    private volatile int weight = 1;
    private volatile long deadlineNanos;
    private volatile long affinity;
    private volatile long changedNanos;
    private volatile long dispatch;

    /** What the ledger keeps about its latest run that was recorded. Only the core that runs the target touches it. */
    Run run;

    /** Next in the list of targets whose message found no room; owned by that list. */
    HostTarget nextMarked;

    private int index = -1;
    private int generation;

    final void place(int index, int generation) {
        this.index = index;
        this.generation = generation;
    }

    /** Index in the host's table, or -1 before it was registered. */
    public final int index() {
        return index;
    }

    /** The name on the wire. */
    public final long id() {
        return TargetId.of(index, generation);
    }

    final long word() {
        return word;
    }

    final boolean compareAndSetWord(long expected, long next) {
        return WORD.compareAndSet(this, expected, next);
    }

    /** True for the one caller that must put it on the list of unsent targets. */
    final boolean mark() {
        return !marked && MARKED.compareAndSet(this, false, true);
    }

    /** Before the state is read for sending: a change after that marks the target anew. */
    final void unmark() {
        marked = false;
    }

    public final TargetState state() {
        return TargetWord.state(word);
    }

    public final long sequence() {
        return TargetWord.sequence(word);
    }

    /** When the last transition that was reported happened, by the host's clock. */
    public final long changedNanos() {
        return changedNanos;
    }

    /** The number of the dispatch under which it runs, or ran last. A reader elsewhere may see the one before: too old, never too new. */
    public final long dispatch() {
        return dispatch;
    }

    /** The record of its present run; null if the ledger was off when that began. */
    final Run presentRun() {
        Run latest = run;
        return latest != null && latest.began(dispatch) ? latest : null;
    }

    final void dispatch(long dispatch) {
        this.dispatch = dispatch;
    }

    final void changedNanos(long nanos) {
        changedNanos = nanos;
    }

    /** The class, 0 to 65535; 0 unless a hint said otherwise. */
    public final int targetClass() {
        return targetClass;
    }

    public final void targetClass(int targetClass) {
        this.targetClass = targetClass & 0xffff;
    }

    /** The weight, 1 to 65535. */
    public final int weight() {
        return weight;
    }

    public final void weight(int weight) {
        this.weight = Math.clamp(weight, 1, 0xffff);
    }

    /** The deadline in nanoseconds of the host's clock; 0 none. */
    public final long deadlineNanos() {
        return deadlineNanos;
    }

    public final void deadlineNanos(long deadlineNanos) {
        this.deadlineNanos = deadlineNanos;
    }

    /** A bit per core (modulo 64) the target may run on; 0 all. Names it only cores that are not in use, it counts as 0. */
    public final long affinity() {
        return affinity;
    }

    public final void affinity(long affinity) {
        this.affinity = affinity;
    }
}
