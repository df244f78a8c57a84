package dev.wave.threads;

/** What the agent believes of one core. */
final class CoreState implements CoreView {
    private static final long UNKNOWN_DISPATCH = 0;

    private final int number;
    private PolicyThread running;
    private long sinceNanos;
    private long nowNanos;
    private long dispatch;
    private long askedDispatch;
    private boolean withdrawing;
    private PolicyThread staged;

    CoreState(int number) {
        this.number = number;
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
    public long ranNanos() {
        return running == null ? 0 : nowNanos - sinceNanos;
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    void now(long nanos) {
        nowNanos = nanos;
    }

    void start(PolicyThread thread, long dispatch) {
        this.running = thread;
        this.sinceNanos = nowNanos;
        this.dispatch = dispatch;
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

    /** True if a preemption can name what runs here and was not asked for already. */
    boolean canBePreempted() {
        return running != null && dispatch != UNKNOWN_DISPATCH && askedDispatch != dispatch;
    }

    long askForIt() {
        askedDispatch = dispatch;
        return dispatch;
    }

    /** What was decided for it last. */
    PolicyThread staged() {
        return staged;
    }

    void staged(PolicyThread thread) {
        staged = thread;
    }

    boolean withdrawing() {
        return withdrawing;
    }

    void withdrawing(boolean asked) {
        withdrawing = asked;
    }
}
