package dev.wave.core.link;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An interrupt on shared memory: a ring word that the raiser owns, an armed word that the waiter owns.
 *
 * <p>Ring values are drawn from a per-process counter and never repeat. With a plain {@code ring = ring + 1} two raisers could put
 * an old value back between the waiter's look and its sleep, and the waiter would sleep through both.
 */
final class ShmInterrupt implements Interrupt {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final AtomicLong RINGS =
            new AtomicLong(ProcessHandle.current().pid() << 40 | 1);

    private final MemorySegment ring;
    private final MemorySegment armed;

    ShmInterrupt(MemorySegment ring, MemorySegment armed) {
        this.ring = ring;
        this.armed = armed;
    }

    @Override
    public void raise() {
        VarHandle.fullFence();
        if (armed()) {
            LONG.setOpaque(ring, 0L, RINGS.getAndIncrement());
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
