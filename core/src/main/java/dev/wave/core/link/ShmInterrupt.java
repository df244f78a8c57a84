package dev.wave.core.link;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An interrupt on shared memory: a ring word that the raiser owns, an armed word that the waiter owns.
 *
 * <p>Ring values are drawn from counters of the process and never repeat. With a plain {@code ring = ring + 1} two raisers could put
 * an old value back between the waiter's look and its sleep, and the waiter would sleep through both. A futex compares the low 32 bits alone, so
 * the process id above does not tell a host's ring from an agent's there: the host's values are odd, an agent's even.
 */
final class ShmInterrupt implements Interrupt {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final long FIRST = ProcessHandle.current().pid() << 40;

    /** Ring values for links that this process hosts. */
    static final AtomicLong HOST_RINGS = new AtomicLong(FIRST | 1);

    /** Ring values for links that this process is an agent at. */
    static final AtomicLong AGENT_RINGS = new AtomicLong(FIRST + 2);

    private final MemorySegment ring;
    private final MemorySegment armed;
    private final AtomicLong values;

    /** @param values where the raiser's ring values come from: {@link #HOST_RINGS} or {@link #AGENT_RINGS} */
    ShmInterrupt(MemorySegment ring, MemorySegment armed, AtomicLong values) {
        this.ring = ring;
        this.armed = armed;
        this.values = values;
    }

    @Override
    public void raise() {
        VarHandle.fullFence();
        if (armed()) {
            LONG.setOpaque(ring, 0L, values.getAndAdd(2));
            Futex.wake(ring);
        }
    }

    @Override
    public boolean armed() {
        return (long) LONG.getOpaque(armed, 0L) == 1;
    }

    @Override
    public long arm() {
        LONG.setOpaque(armed, 0L, 1L);
        VarHandle.fullFence();
        long ticket = (long) LONG.getOpaque(ring, 0L);
        VarHandle.fullFence();
        return ticket;
    }

    @Override
    public void await(long ticket, long timeoutNanos) {
        if ((long) LONG.getOpaque(ring, 0L) == ticket && timeoutNanos > 0) {
            Futex.await(ring, (int) ticket, timeoutNanos);
        }
    }

    @Override
    public void disarm() {
        LONG.setOpaque(armed, 0L, 0L);
    }

    @Override
    public void nudge() {
        Futex.wake(ring);
    }
}
