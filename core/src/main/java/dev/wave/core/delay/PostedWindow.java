package dev.wave.core.delay;

import dev.wave.core.Clock;
import dev.wave.core.link.MemoryWindow;
import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;

/** The writing side of a window of a {@link DelayedLink}: pays for its stores, and says of each when it arrives. */
final class PostedWindow implements Window {

    /**
     * What storing costs.
     *
     * @param storeNanos per word, when uncached
     * @param flushNanos per line, when combined
     * @param flightNanos until the other side can see it
     * @param localFrom stores at this offset and behind cost nothing, and nobody waits for them
     */
    record Costs(WindowAttribute attribute, long storeNanos, long flushNanos, long flightNanos, long localFrom) {
        /** The NIC's own memory. */
        static final Costs LOCAL = new Costs(WindowAttribute.WRITE_BACK, 0, 0, 0, Long.MAX_VALUE);
    }

    private final MemoryWindow memory;
    private final ArrivalTimes arrivals;
    private final Costs costs;
    private final Clock clock;

    PostedWindow(MemoryWindow whole, Costs costs, Clock clock) {
        this.memory = whole;
        this.arrivals = new ArrivalTimes(whole);
        this.costs = costs;
        this.clock = clock;
    }

    @Override
    public WindowAttribute attribute() {
        return costs.attribute();
    }

    @Override
    public long bytes() {
        return arrivals.bytes();
    }

    /** What this side wrote itself; whoever has a slow link keeps a copy. */
    @Override
    public long load(long offset) {
        return memory.load(offset);
    }

    @Override
    public void store(long offset, long value) {
        if (offset >= costs.localFrom()) {
            memory.store(offset, value);
            return;
        }
        pay();
        memory.store(offset, value);
        post(offset);
    }

    /** Is not posted by itself: nobody looks at a payload before the word that makes it valid, and that one, in the same line, is. */
    @Override
    public void storePayload(long offset, long value) {
        pay();
        memory.storePayload(offset, value);
    }

    private void pay() {
        if (costs.attribute() == WindowAttribute.UNCACHED) {
            spin(costs.storeNanos());
        }
    }

    /**
     * The content first, then its time. The other way round, a writer that the kernel stops between the two would leave a reader that has waited for
     * the time, found the old content and never looks again. In this order the reader may see content early, as it would without any delay.
     */
    private void post(long offset) {
        memory.storeFence();
        arrivals.set((int) (offset >>> 6), clock.nanos() + costs.flightNanos());
    }

    private void spin(long nanos) {
        long end = clock.nanos() + nanos;
        while (nanos > 0 && clock.nanos() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void loadFence() {
        memory.loadFence();
    }

    @Override
    public void storeFence() {
        memory.storeFence();
    }

    /** What was posted has arrived after it. */
    @Override
    public void fullFence() {
        memory.fullFence();
        spin(costs.flightNanos());
    }

    @Override
    public void flush(long offset) {
        if (costs.attribute() == WindowAttribute.WRITE_COMBINING && offset < costs.localFrom()) {
            spin(costs.flushNanos());
        }
    }

    @Override
    public void prefetch(long offset) {
        // Nobody prefetches what it writes.
    }
}
