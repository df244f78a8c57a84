package dev.wave.core.link;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/** A window on coherent, write-back memory: flush and prefetch have nothing to do. */
public final class MemoryWindow implements Window {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private final MemorySegment memory;

    public MemoryWindow(MemorySegment memory) {
        this.memory = Objects.requireNonNull(memory);
        if (memory.address() % 64 != 0) {
            throw new IllegalArgumentException("a window must start on a 64-byte line");
        }
    }

    /** The address of {@code offset} in this process, for polls that the JIT must reduce to one load. */
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
        return (long) LONG.getOpaque(memory, offset);
    }

    @Override
    public void store(long offset, long value) {
        LONG.setOpaque(memory, offset, value);
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
