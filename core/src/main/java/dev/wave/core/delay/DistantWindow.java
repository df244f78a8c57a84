package dev.wave.core.delay;

import dev.wave.core.Clock;
import dev.wave.core.link.MemoryWindow;
import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The reading side of a window of a {@link DelayedLink}: shows lines as they had arrived, and makes the reader wait as long as a load takes.
 *
 * <p>It keeps a copy of each line, which is what this side has seen of it. On the host a copy also plays the cached line: with a write-through mapping it is
 * used, however stale, until it is flushed. A load that misses waits for a round trip and sees the line as it was half way. A prefetch notes the time; the
 * load that needs the line waits for what is left of the round trip, and sees the line as it was half way through <em>that</em>, so a decision
 * staged after the prefetch is rightly missed.
 *
 * <p>Threads may share it. A copy is written payload first, valid word last, as a writer of slots does, so that a reader elsewhere takes no torn
 * slot for a whole one.
 */
final class DistantWindow implements Window {

    /**
     * What loading costs.
     *
     * @param attribute uncached: every load crosses; write-through: lines are cached; write-back: the NIC's own memory
     * @param roundTripNanos of a load that crosses
     * @param prefetches false if {@link #prefetch} is to do nothing
     */
    record Costs(WindowAttribute attribute, long roundTripNanos, boolean prefetches) {
        /** The NIC's own memory. */
        static final Costs LOCAL = new Costs(WindowAttribute.WRITE_BACK, 0, false);
    }

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final long NOT_ASKED = Long.MIN_VALUE;

    private final MemoryWindow memory;
    private final ArrivalTimes arrivals;
    private final Costs costs;
    private final Clock clock;
    private final long[] copy;
    private final long[] seen;
    private final long[] due;
    private final boolean[] cached;
    private final long[] asked;

    DistantWindow(MemoryWindow whole, Costs costs, Clock clock) {
        this.memory = whole;
        this.arrivals = new ArrivalTimes(whole);
        this.costs = costs;
        this.clock = clock;
        int lines = arrivals.lines();
        this.copy = new long[lines * 8];
        this.seen = new long[lines];
        this.due = new long[lines];
        this.cached = new boolean[lines];
        this.asked = new long[lines];
        java.util.Arrays.fill(asked, NOT_ASKED);
        for (int line = 0; line < lines; line++) {
            seen[line] = arrivals.get(line);
            refresh(line);
        }
    }

    @Override
    public WindowAttribute attribute() {
        return costs.attribute();
    }

    @Override
    public long bytes() {
        return arrivals.bytes();
    }

    @Override
    public long address(long offset) {
        return memory.address(offset);
    }

    @Override
    public long load(long offset) {
        int line = (int) (offset >>> 6);
        switch (costs.attribute()) {
            case UNCACHED, WRITE_COMBINING -> cross(line);
            case WRITE_THROUGH -> fill(line);
            case WRITE_BACK -> arrive(line);
        }
        return (long) WORDS.getOpaque(copy, (int) (offset >>> 3));
    }

    /** On the NIC: the line as the host's stores have arrived by now. No clock is read for a line that nobody wrote since. */
    private void arrive(int line) {
        long newest = arrivals.get(line);
        if (newest == seen[line]) {
            return;
        }
        // A line that is written again and again would be due later and later; what counts is when it was first found
        // changed.
        due[line] = due[line] == 0 ? newest : Math.min(due[line], newest);
        if (clock.nanos() - due[line] >= 0) {
            memory.loadFence();
            refresh(line);
            due[line] = 0;
            seen[line] = newest;
        }
    }

    private void cross(int line) {
        long start = clock.nanos();
        spinUntil(start + costs.roundTripNanos() / 2);
        refresh(line);
        spinUntil(start + costs.roundTripNanos());
    }

    private void fill(int line) {
        if (cached[line]) {
            return;
        }
        long since = asked[line];
        if (since == NOT_ASKED) {
            cross(line);
        } else {
            spinUntil(since + costs.roundTripNanos());
            asked[line] = NOT_ASKED;
            if (arrivals.get(line) - (since + costs.roundTripNanos() / 2) <= 0) {
                memory.loadFence();
                refresh(line);
            }
        }
        cached[line] = true;
    }

    private void refresh(int line) {
        long at = line * 64L;
        int first = line * 8;
        long valid = memory.load(at);
        memory.loadFence();
        for (int i = 1; i < 8; i++) {
            WORDS.setOpaque(copy, first + i, memory.load(at + i * 8L));
        }
        memory.storeFence();
        WORDS.setOpaque(copy, first, valid);
    }

    private void spinUntil(long end) {
        while (clock.nanos() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void store(long offset, long value) {
        throw new UnsupportedOperationException("the other side writes this window");
    }

    @Override
    public void loadFence() {
        memory.loadFence();
    }

    @Override
    public void storeFence() {
        memory.storeFence();
    }

    @Override
    public void fullFence() {
        memory.fullFence();
    }

    @Override
    public void flush(long offset) {
        int line = (int) (offset >>> 6);
        cached[line] = false;
        asked[line] = NOT_ASKED;
    }

    @Override
    public void prefetch(long offset) {
        int line = (int) (offset >>> 6);
        boolean cacheable = costs.attribute() == WindowAttribute.WRITE_THROUGH;
        if (costs.prefetches() && cacheable && !cached[line] && asked[line] == NOT_ASKED) {
            asked[line] = clock.nanos();
            // What is there now is the least the load will see.
            refresh(line);
        }
    }
}
