package dev.wave.core.queue;

import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.Window;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * The producing end of a queue. One thread at a time.
 *
 * <p>Fill a slot with {@link #put}, then {@link #publish}. The valid word goes last, behind a store fence: whoever sees it sees the
 * payload, whatever the attribute of the memory.
 */
public final class SlotWriter {
    private final Window own;
    private final Window other;
    private final QueueLayout layout;
    private final BooleanSupplier believed;
    private long epoch;
    private long position;
    private long consumed;
    private final long firstSlot;
    private final long mask;

    /**
     * @param own the window this side writes, where the slots are
     * @param other the window the consumer writes, where its read line is
     */
    public SlotWriter(Window own, Window other, QueueLayout layout) {
        this(own, other, layout, () -> true);
    }

    /** As above. @param believed whether the read line is the present consumer's yet; until then it has read nothing */
    public SlotWriter(Window own, Window other, QueueLayout layout, BooleanSupplier believed) {
        this.own = own;
        this.other = other;
        this.layout = layout;
        this.believed = believed;
        this.firstSlot = layout.slot(0);
        this.mask = layout.slots() - 1L;
    }

    /** Writes the header; the slots must be zero. {@code direction} is 1 towards the NIC, 2 towards the host. */
    public void format(int direction, long epoch) {
        this.epoch = epoch;
        long base = layout.base();
        own.store(base + QueueLayout.VERSIONS, LinkHeader.versions());
        own.store(base + QueueLayout.SLOTS, layout.slots());
        own.store(base + QueueLayout.DIRECTION, direction | own.attribute().code() << 8);
        own.store(base + QueueLayout.EPOCH, epoch);
        own.storeFence();
        own.store(base + QueueLayout.MAGIC, QueueLayout.MAGIC_VALUE);
        own.flush(base);
    }

    /** True if {@link #put} and {@link #publish} may be called: the slot of the previous lap was consumed. */
    public boolean hasRoom() {
        return position - consumed < layout.slots() || refreshRoom();
    }

    private boolean refreshRoom() {
        if (!believed.getAsBoolean()) {
            return position < layout.slots();
        }
        other.flush(layout.readLine());
        if (other.load(layout.readLine() + 8) != epoch) {
            return position < layout.slots();
        }
        other.loadFence();
        long read = other.load(layout.readLine());
        // Order the look at the read line before the stores that reuse its slots.
        other.loadFence();
        if (read > consumed && read <= position) {
            consumed = read;
        }
        return position - consumed < layout.slots();
    }

    /** Slots published and, as far as this side knows, not consumed. */
    public long unread() {
        refreshRoom();
        return position - consumed;
    }

    /** Sets payload word {@code index}, 1 to 7, of the slot about to be published. */
    public void put(int index, long value) {
        // Straight into the slot: a CPU has room for some sixty stores under way, which wait there for the lines of the
        // slots; a copy on the way would take
        // half of that room.
        own.storePayload(slot() + Objects.checkIndex(index, QueueLayout.SLOT_WORDS) * 8L, value);
    }

    /** Sets all seven payload words of the slot about to be published. */
    public void putAll(long w1, long w2, long w3, long w4, long w5, long w6, long w7) {
        own.storePayload(slot(), w1, w2, w3, w4, w5, w6, w7);
    }

    /**
     * Makes the slot visible.
     *
     * @return its position
     */
    public long publish() {
        long published = position;
        long slot = slot();
        own.storeFence();
        own.store(slot, published + 1);
        own.flush(slot);
        position = published + 1;
        return published;
    }

    /** Byte offset of the slot about to be published. */
    private long slot() {
        return firstSlot + (position & mask) * QueueLayout.LINE;
    }

    /** The epoch it was formatted for. */
    public long epoch() {
        return epoch;
    }

    /** The position the next {@link #publish} will return. */
    public long position() {
        return position;
    }
}
