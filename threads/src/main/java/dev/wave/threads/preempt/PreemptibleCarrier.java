package dev.wave.threads.preempt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A platform thread that carries virtual threads and lets them be preempted: one core of an enclave.
 *
 * <p>What a subclass must do around each virtual thread it mounts, on its own thread and in this order:
 * <ol>
 *   <li>{@link #mount(PreemptionScope, long)}: the dispatch number grows and the thread's scope becomes {@link
 *       #current};
 *   <li>run the thread's continuation until it comes back;
 *   <li>{@link #unmount}: {@code current} becomes null. The answer says whether the thread was preempted by a poll or
 *       gave way by itself (blocked, yielded, ended).
 * </ol>
 *
 * <p>Whoever wants the thread off the core writes the dispatch number it means into the preemption word first, then
 * makes the enclave's summary word non-zero. No number comes twice on one carrier, so a request that comes too late
 * names a dispatch that is over and no poll heeds it. The preemption word is never written here: the mechanism clears
 * the summary word once every core's request is answered or out of date.
 *
 * <p>All fields are plain: only this thread, and the virtual thread mounted on it, touch them. A reader elsewhere gets
 * an approximation.
 */
public abstract class PreemptibleCarrier extends Thread {
    /** The dispatch number that no dispatch has: an idle preemption word. */
    public static final long NO_DISPATCH = 0;

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private volatile MemorySegment preemptionWord;

    private long dispatch = NO_DISPATCH;
    private PreemptionScope current;
    private long preemptedDispatch = NO_DISPATCH;
    private long pinnedPolls;

    /**
     * Makes a carrier that is not started yet.
     *
     * @param name the thread's name
     * @param preemptionWordAddress where this core's preemption word is in this process's memory: 8 bytes, aligned,
     *     mapped for as long as this thread may look at it
     */
    protected PreemptibleCarrier(String name, long preemptionWordAddress) {
        super(name);
        listenTo(preemptionWordAddress);
    }

    /**
     * Makes polls look at another preemption word: each agent has its own. Any thread, also while a thread is mounted; dispatch numbers
     * go on across agents, so the new word cannot hit the wrong one.
     *
     * @param preemptionWordAddress as for the constructor
     */
    protected final void listenTo(long preemptionWordAddress) {
        if (preemptionWordAddress == 0 || (preemptionWordAddress & 7) != 0) {
            throw new IllegalArgumentException("not an aligned address: " + preemptionWordAddress);
        }
        preemptionWord = MemorySegment.ofAddress(preemptionWordAddress).reinterpret(Long.BYTES);
    }

    /**
     * Begins a dispatch; call it immediately before the thread's continuation runs.
     *
     * @param scope the scope of the thread to be mounted, the same object at each of its dispatches
     * @return the new dispatch number, the one that a preemption of this dispatch must carry
     */
    protected final long mount(PreemptionScope scope) {
        mount(scope, dispatch + 1);
        return dispatch;
    }

    /**
     * As {@link #mount(PreemptionScope)}, under a number the caller drew. It must be greater than every one this
     * carrier has had: a request for an earlier dispatch would otherwise hit this one.
     */
    protected final void mount(PreemptionScope scope, long number) {
        preemptedDispatch = NO_DISPATCH;
        current = scope;
        dispatch = number;
    }

    /**
     * Ends the dispatch; call it immediately after the thread's continuation came back, also when it failed.
     *
     * @return true if a poll made the thread yield, false if it gave way by itself
     */
    protected final boolean unmount() {
        current = null;
        return preemptedDispatch == dispatch;
    }

    /**
     * The number of the present dispatch, or of the last one while nothing is mounted; {@link #NO_DISPATCH} at first.
     */
    public final long dispatch() {
        return dispatch;
    }

    /** The scope of the mounted thread, or null if there is none. */
    public final PreemptionScope current() {
        return current;
    }

    /**
     * The number of the present or last dispatch if a poll ended it, set just before the poll yields; otherwise
     * {@link #NO_DISPATCH}.
     */
    public final long preemptedDispatch() {
        return preemptedDispatch;
    }

    /**
     * How many polls wanted to yield but could not because the thread was pinned (a native frame on its stack). The
     * request stays unanswered and the next poll tries again.
     */
    public final long pinnedPolls() {
        return pinnedPolls;
    }

    /** The scope that code running right now counts in, or null if that code is the carrier's own. */
    final PreemptionScope runningScope() {
        // The null test comes first: it is the cheap answer on a carrier that runs its own instrumented code.
        return current == null || Thread.currentThread() == this ? null : current;
    }

    /** The slow path of a poll, called by the mounted thread: yields if this very dispatch is to end. */
    final void giveWayIfAsked() {
        PreemptionScope scope = runningScope();
        if (scope == null || scope.depth() != 0) {
            return;
        }
        long now = dispatch;
        if ((long) LONG.getOpaque(preemptionWord, 0L) != now) {
            return;
        }
        preemptedDispatch = now;
        Thread.yield();
        takeBackMarkIfPinned(now);
    }

    /**
     * A pinned thread comes back from yield without having left: the mark must go, or a later voluntary yield in the
     * same dispatch would pass for a preemption. A thread that did leave finds another carrier here, or a greater
     * dispatch number, and must not touch a mark that is no longer its own.
     */
    private void takeBackMarkIfPinned(long marked) {
        if (CarrierLookup.current() == this && dispatch == marked) {
            preemptedDispatch = NO_DISPATCH;
            pinnedPolls++;
        }
    }
}
