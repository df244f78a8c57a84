package dev.wave.threads;

import dev.wave.core.agent.CoreQueues;
import dev.wave.core.protocol.CoreCondition;

/** What the agent believes of one core. */
final class CoreState implements CoreView {
    private static final long UNKNOWN_DISPATCH = 0;

    private final int number;
    private final StepTime time;
    private PolicyThread running;
    private long sinceNanos;
    private long dispatch;
    private long askedDispatch;
    private PolicyThread staged;
    private CoreCondition condition = CoreCondition.INITIAL;
    private boolean online = CoreCondition.INITIAL.online();

    /** The port's books of this core; null until {@link #books(CoreQueues)}. */
    private CoreQueues books;

    /** With a time of its own. */
    CoreState(int number) {
        this(number, new StepTime());
    }

    CoreState(int number, StepTime time) {
        this.number = number;
        this.time = time;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public PolicyThread running() {
        return running;
    }

    @Override
    public boolean undecided() {
        return books == null || books.pending() == 0;
    }

    @Override
    public long ranNanos() {
        return running == null ? 0 : time.nanos() - sinceNanos;
    }

    @Override
    public long nowNanos() {
        return time.nanos();
    }

    void now(long nanos) {
        time.set(nanos);
    }

    void start(PolicyThread thread, long dispatch) {
        if (dispatch != UNKNOWN_DISPATCH && condition.isLent(dispatch)) {
            // Stuck there, while a spare carrier takes the core's decisions.
            return;
        }
        this.running = thread;
        this.sinceNanos = time.nanos();
        this.dispatch = dispatch;
    }

    /** What the host says about the core; news that were overtaken change nothing. */
    void condition(CoreCondition now) {
        if (now.sequence() > condition.sequence()) {
            condition = now;
            online = now.online();
            if (dispatch != UNKNOWN_DISPATCH && now.isLent(dispatch)) {
                running = null;
            }
        }
    }

    /** True if it takes decisions. */
    boolean online() {
        return online;
    }

    /** @return true if the thread was there */
    boolean vacate(PolicyThread thread) {
        boolean was = running == thread;
        if (was) {
            running = null;
        }
        return was;
    }

    void free() {
        running = null;
    }

    /** True if something runs here and what comes next is decided. */
    boolean stagedBehindBusy() {
        return running != null && books.staged() > 0;
    }

    /** True if what comes next here will not come soon: the core was not even asked to give way. */
    boolean stagedForLater() {
        return stagedBehindBusy() && askedDispatch != dispatch;
    }

    /** True if a preemption can name what runs here and was not asked for already. */
    boolean canBePreempted() {
        return running != null && dispatch != UNKNOWN_DISPATCH && askedDispatch != dispatch;
    }

    long askForIt() {
        askedDispatch = dispatch;
        return dispatch;
    }

    void books(CoreQueues queues) {
        books = queues;
    }

    /** What was decided for this core and is not answered. */
    CoreQueues books() {
        return books;
    }

    @Override
    public PolicyThread staged() {
        return staged;
    }

    void staged(PolicyThread thread) {
        staged = thread;
    }
}
