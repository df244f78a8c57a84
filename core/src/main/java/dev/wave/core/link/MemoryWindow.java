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
 * constant segment that the JIT knows everything about, behind a check of our own: rotated right by three, an offset is the number of its word, and one
 * between two words is a huge number, so a single comparison refuses both what is outside and what is not aligned. What passed it is below 2^62 and a
 * multiple of 8; the mask says so to the JIT, which then leaves the segment's own checks out, and changes nothing.
 */
public final class MemoryWindow implements Window {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final long PLACES = 0x3fff_ffff_ffff_fff8L;
    private static final int WORD_SHIFT = 3;
    private static final int LINE_WORDS = 8;

    private final MemorySegment memory;

    /** Where the memory starts; 0 for what must go through its own segment: arrays, and what is mapped read-only. */
    private final long base;

    /** How many words there are. */
    private final long words;

    /** How many of them a whole line may begin with. */
    private final long lines;

    public MemoryWindow(MemorySegment memory) {
        this.memory = Objects.requireNonNull(memory);
        if (memory.address() % 64 != 0) {
            throw new IllegalArgumentException("a window must start on a 64-byte line");
        }
        this.base = memory.isNative() && !memory.isReadOnly() ? memory.address() : 0;
        this.words = memory.byteSize() >>> WORD_SHIFT;
        this.lines = Math.max(0, words - (LINE_WORDS - 1));
    }

    /** Where the word at {@code offset} is, which must be one of the first {@code number}. */
    private long place(long offset, long number) {
        if (Long.compareUnsigned(Long.rotateRight(offset, WORD_SHIFT), number) >= 0) {
            throw refused(offset, number);
        }
        return base + offset & PLACES;
    }

    private static RuntimeException refused(long offset, long number) {
        boolean aligned = offset % Long.BYTES == 0;
        String what = "offset " + offset + " of a window in which there is room up to " + number * Long.BYTES;
        return aligned
                ? new IndexOutOfBoundsException(what)
                : new IllegalArgumentException(what + " lies between two words");
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
        long value = (long) LONG.getOpaque(ALL, place(offset, words));
        Reference.reachabilityFence(memory);
        return value;
    }

    @Override
    public void store(long offset, long value) {
        if (base == 0) {
            LONG.setOpaque(memory, offset, value);
            return;
        }
        LONG.setOpaque(ALL, place(offset, words), value);
        Reference.reachabilityFence(memory);
    }

    @Override
    public void loadLine(long offset, long[] into) {
        if (base == 0) {
            Window.super.loadLine(offset, into);
            return;
        }
        // Plain loads: the fences around them keep each to one.
        long line = place(offset, lines);
        Objects.checkIndex(LINE_WORDS - 1, into.length);
        into[0] = (long) LONG.get(ALL, line);
        into[1] = (long) LONG.get(ALL, line + 8);
        into[2] = (long) LONG.get(ALL, line + 16);
        into[3] = (long) LONG.get(ALL, line + 24);
        into[4] = (long) LONG.get(ALL, line + 32);
        into[5] = (long) LONG.get(ALL, line + 40);
        into[6] = (long) LONG.get(ALL, line + 48);
        into[7] = (long) LONG.get(ALL, line + 56);
        Reference.reachabilityFence(memory);
    }

    /** A plain store, which the JIT may check together with its neighbours. On 64-bit machines an aligned one is never torn. */
    @Override
    public void storePayload(long offset, long value) {
        if (base == 0) {
            LONG.set(memory, offset, value);
            return;
        }
        LONG.set(ALL, place(offset, words), value);
        Reference.reachabilityFence(memory);
    }

    @Override
    public void storePayload(long offset, long w1, long w2, long w3, long w4, long w5, long w6, long w7) {
        if (base == 0) {
            Window.super.storePayload(offset, w1, w2, w3, w4, w5, w6, w7);
            return;
        }
        long line = place(offset, lines);
        LONG.set(ALL, line + 8, w1);
        LONG.set(ALL, line + 16, w2);
        LONG.set(ALL, line + 24, w3);
        LONG.set(ALL, line + 32, w4);
        LONG.set(ALL, line + 40, w5);
        LONG.set(ALL, line + 48, w6);
        LONG.set(ALL, line + 56, w7);
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
