package dev.wave.core.queue;

import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.Window;

/**
 * The consuming end of a queue. One thread at a time.
 *
 * <p>{@link #poll} copies the slot once and re-checks the valid word; afterwards {@link #word} reads the copy. Nothing that arrived is
 * ever fetched twice, so the other side cannot change it between a check and its use.
 */
public final class SlotReader {

    /** What a look at the next slot found. */
    public enum Found {
        NOTHING,
        SLOT,
        /** The valid word is none that a correct producer could have left. Nothing was consumed. */
        CORRUPT
    }

    private final Window other;
    private final Window own;
    private final QueueLayout layout;
    private final long[] copy = new long[QueueLayout.SLOT_WORDS];
    private final long reportEvery;
    private final long firstSlot;
    private final long slots;
    private long position;
    private long reported;

    /**
     * @param other the window the producer writes, where the slots are
     * @param own the window this side writes, where its read line is
     */
    public SlotReader(Window other, Window own, QueueLayout layout) {
        this.other = other;
        this.own = own;
        this.layout = layout;
        this.reportEvery = layout.slots() / 4;
        this.firstSlot = layout.slot(0);
        this.slots = layout.slots();
    }

    /** Opens this end for an epoch: the read line may still hold what an earlier consumer left there. The slots are zero by now. */
    public void open(long epoch) {
        forget();
        own.store(layout.readLine(), 0);
        own.storeFence();
        own.store(layout.readLine() + 8, epoch);
        own.flush(layout.readLine());
    }

    /**
     * Forgets what this side cached of the slots. Where lines go stale, one of an earlier epoch would pass for a slot of this one; so this is
     * called when the producer is known to have zeroed them, and not before.
     */
    public void forget() {
        for (int position = 0; position < layout.slots(); position++) {
            other.flush(layout.slot(position));
        }
    }

    /** True if the queue's header is one this code can read and names {@code epoch}. */
    public boolean headerFits(long epoch) {
        long base = layout.base();
        return other.load(base + QueueLayout.MAGIC) == QueueLayout.MAGIC_VALUE
                && LinkHeader.compatible(other.load(base + QueueLayout.VERSIONS))
                && other.load(base + QueueLayout.SLOTS) == layout.slots()
                && other.load(base + QueueLayout.EPOCH) == epoch;
    }

    /** Takes the next slot into the copy, if there is one. */
    public Found poll() {
        // Fields are read once: behind each fence the JIT would have to read them again.
        Window from = other;
        long[] into = copy;
        long next = position + 1;
        long slot = slot(next - 1);
        long valid = from.load(slot);
        if (valid != next) {
            return empty(slot, valid);
        }
        from.loadFence();
        from.loadLine(slot, into);
        from.loadFence();
        into[0] = from.load(slot);
        if (into[0] != valid) {
            return Found.CORRUPT;
        }
        position = next;
        if (next - reported >= reportEvery) {
            report();
        }
        return Found.SLOT;
    }

    private Found empty(long slot, long valid) {
        other.flush(slot);
        boolean previousLap = valid == 0 || valid == position + 1 - slots;
        if (previousLap) {
            return Found.NOTHING;
        }
        // For whoever reports it.
        other.loadLine(slot, copy);
        copy[0] = valid;
        return Found.CORRUPT;
    }

    /**
     * A quick look: false if the next slot is empty. Who has many queues looks at all of them before it polls those that are not: the looks depend on nothing,
     * so the CPU waits for all their lines at once, which it cannot do across the handling of what was found.
     */
    public boolean holdsAny() {
        long slot = slot(position);
        long valid = other.load(slot);
        if (valid == 0 || valid == position + 1 - slots) {
            other.flush(slot);
            return false;
        }
        return true;
    }

    /** As the layout has it, from what is at hand. */
    private long slot(long at) {
        return firstSlot + (at & slots - 1) * QueueLayout.LINE;
    }

    /** True if {@link #poll} would find something; who is about to sleep looks here last, so it looks past what is cached. */
    public boolean ready() {
        // Read once: who asks may not hold this end just now, and the position move on between two reads of it. Then
        // the
        // slot of one would be compared with the word of the other, and somebody go to sleep before a full queue.
        long at = position;
        long slot = slot(at);
        other.flush(slot);
        boolean found = other.load(slot) == at + 1;
        if (!found) {
            // What was fetched just now is stale as soon as the slot is filled: who is woken for that must not see it.
            other.flush(slot);
        }
        return found;
    }

    /** Asks for the line of the next slot ahead of time. */
    public void prefetch() {
        long slot = slot(position);
        // What is cached of it is from the previous lap, and a prefetch of a cached line does nothing.
        other.flush(slot);
        other.prefetch(slot);
    }

    /** Tells the producer how far this side has read. */
    public void report() {
        reported = position;
        own.store(layout.readLine(), position);
        own.flush(layout.readLine());
    }

    /** Tells the producer what it does not know yet: for a consumer that found nothing more and may rest for long. */
    public void reportAll() {
        if (reported != position) {
            report();
        }
    }

    /** Payload word {@code index}, 1 to 7, of the slot taken last or found corrupt; 0 is its valid word. */
    public long word(int index) {
        return copy[index];
    }

    /** The position of the slot {@link #poll} will look at next. */
    public long position() {
        return position;
    }
}
