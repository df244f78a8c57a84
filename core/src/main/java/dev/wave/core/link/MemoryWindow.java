package dev.wave.core.link;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * A window on coherent, write-back memory: flush and prefetch have nothing to do.
 *
 * <p>Every decision takes some fifty accesses, so what each of them checks matters. Bounds and alignment are checked always. Whether the memory is still
 * mapped need not be asked: a mapping lives as long as its segment is reachable, and the window keeps it so. Hence native memory is reached through one
 * constant segment that the JIT knows everything about, behind a bounds check of our own; an access is then five instructions instead of twenty.
 */
public final class MemoryWindow implements Window {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final int LINE_BYTES = 64;

    private final MemorySegment memory;

    /** Where the memory starts; 0 for what must go through its own segment: arrays, and what is mapped read-only. */
    private final long base;

    /** Offsets of accesses are below it. */
    private final long limit;

    public MemoryWindow(MemorySegment memory) {
        this.memory = Objects.requireNonNull(memory);
        if (memory.address() % 64 != 0) {
            throw new IllegalArgumentException("a window must start on a 64-byte line");
        }
        this.base = memory.isNative() && !memory.isReadOnly() ? memory.address() : 0;
        this.limit = memory.byteSize() - (Long.BYTES - 1);
    }

    /** For polls that the JIT must reduce to one load. */
    @Override
    public long address(long offset) {
        return memory.asSlice(offset, Long.BYTES).address();
    }

    @Override
    public WindowAttribute attribute() {
        return WindowAttribute.WRITE_BACK;
    }

    @Override
    public long bytes() {
        return memory.byteSize();
    }

    @Override
    public long load(long offset) {
        if (base == 0) {
            return (long) LONG.getOpaque(memory, offset);
        }
        long value = (long) LONG.getOpaque(ALL, base + Objects.checkIndex(offset, limit));
        Reference.reachabilityFence(memory);
        return value;
    }

    @Override
    public void store(long offset, long value) {
        if (base == 0) {
            LONG.setOpaque(memory, offset, value);
            return;
        }
        LONG.setOpaque(ALL, base + Objects.checkIndex(offset, limit), value);
        Reference.reachabilityFence(memory);
    }

    @Override
    public void loadLine(long offset, long[] words) {
        if (base == 0) {
            Window.super.loadLine(offset, words);
            return;
        }
        // Plain loads: the fences around them keep each to one, and the JIT may check them together.
        // One check for the line, whose last word ends where the window may end.
        long line = base + Objects.checkIndex(offset, limit - (LINE_BYTES - Long.BYTES));
        Objects.checkIndex(7, words.length);
        words[0] = (long) LONG.get(ALL, line);
        words[1] = (long) LONG.get(ALL, line + 8);
        words[2] = (long) LONG.get(ALL, line + 16);
        words[3] = (long) LONG.get(ALL, line + 24);
        words[4] = (long) LONG.get(ALL, line + 32);
        words[5] = (long) LONG.get(ALL, line + 40);
        words[6] = (long) LONG.get(ALL, line + 48);
        words[7] = (long) LONG.get(ALL, line + 56);
        Reference.reachabilityFence(memory);
    }

    /** A plain store, which the JIT may check together with its neighbours. On 64-bit machines an aligned one is never torn. */
    @Override
    public void storePayload(long offset, long value) {
        if (base == 0) {
            LONG.set(memory, offset, value);
            return;
        }
        LONG.set(ALL, base + Objects.checkIndex(offset, limit), value);
        Reference.reachabilityFence(memory);
    }

    @Override
    public void loadFence() {
        VarHandle.acquireFence();
    }

    @Override
    public void storeFence() {
        VarHandle.releaseFence();
    }

    @Override
    public void fullFence() {
        VarHandle.fullFence();
    }

    @Override
    public void flush(long offset) {
        // Coherent memory holds nothing back.
    }

    @Override
    public void prefetch(long offset) {
        // The line is fetched by the hardware in tens of nanoseconds; Java has no portable prefetch to hide even those.
    }
}
