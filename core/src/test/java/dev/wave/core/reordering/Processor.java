package dev.wave.core.reordering;

import dev.wave.core.link.WindowAttribute;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One hardware thread: the stores that still linger with it, and how far its loads have come.
 *
 * <pre>
 *   store -> buffer (leaves in any order that the rules allow) -> posted writes (first in, first out) -> memory
 *                                                     write-back memory needs no link and is reached at once
 * </pre>
 *
 * <b>Which store may overtake which</b> ({@link #mustPrecede}):
 *
 * <ul>
 *   <li>Stores to one word never do. <i>Coherence: Arm ARM B2.3; SDM 8.2.2, 8.2.3.</i>
 *   <li>No store overtakes a store fence. <i>SDM 8.2.2 and 8.2.5 (SFENCE); Arm ARM B2.3, DMB.</i>
 *   <li>x86, everything but write-combining memory: never. <i>SDM 8.2.2, "writes to memory are not reordered with other writes".</i>
 *   <li>Write-combining memory (x86 WC; Arm Normal Non-cacheable, Device-GRE): in any order, among themselves and against others; a buffer
 *       that is only partly filled leaves as up to eight separate writes. <i>SDM 11.3 and 11.3.1; Arm ARM B2.7.</i>
 *   <li>x86 uncached memory: an access to it drains the write-combining buffers first. <i>SDM 11.3, "WC".</i>
 *   <li>Arm Device-nGnRE, our "uncached": in order among themselves, in any order against the rest. <i>Arm ARM B2.7.2.</i>
 *   <li>On the link itself, posted writes arrive in order. <i>PCI Express Base Specification 2.4.1, table of ordering rules: a
 *       posted request does not pass a posted request (relaxed ordering not being used).</i>
 * </ul>
 *
 * SDM: Intel's Software Developer's Manual, volume 3A; memory ordering is chapter 8.2, cache types chapter 11.3 (9.2 and 12.3 in editions since 2022).
 */
public final class Processor {
    /** Stores held at most; real processors hold some ten write-combining lines and some fifty stores. */
    private static final int CAPACITY = 32;

    private final Machine machine;
    private final Ordering ordering;
    private final List<PendingStore> buffer = new ArrayList<>();
    private final Deque<PendingStore> posted = new ArrayDeque<>();
    private final List<ReorderingWindow> windows = new ArrayList<>();
    private int fences;
    /** No load that comes may be performed before this moment. */
    private long loadFloor;
    /** The latest moment at which a load was performed. */
    private long performed;

    Processor(Machine machine, Ordering ordering) {
        this.machine = machine;
        this.ordering = ordering;
        // It starts now; nothing it does lies before that.
        this.loadFloor = machine.now();
    }

    /** Memory as this processor sees it, under an attribute. */
    ReorderingWindow map(SharedMemory memory, WindowAttribute attribute) {
        ReorderingWindow window = new ReorderingWindow(this, memory, attribute);
        windows.add(window);
        return window;
    }

    Machine machine() {
        return machine;
    }

    boolean weak() {
        return ordering == Ordering.WEAK;
    }

    void store(ReorderingWindow window, int word, long value) {
        machine.lateLoads().stored(this, word, value);
        if (window.attribute() == WindowAttribute.WRITE_COMBINING || weak() && !uncached(window)) {
            PendingStore open = combinable(window, word);
            if (open != null) {
                open.value = value;
                return;
            }
        }
        buffer.add(new PendingStore(window, word, value, fences));
        if (buffer.size() > CAPACITY) {
            leave(0);
        }
    }

    private static boolean uncached(ReorderingWindow window) {
        return window.attribute() == WindowAttribute.UNCACHED;
    }

    /** The latest store of this word, if no fence came since: the buffer keeps only the newest value then. */
    private PendingStore combinable(ReorderingWindow window, int word) {
        PendingStore own = pending(buffer, window, word);
        return own != null && own.fences == fences ? own : null;
    }

    private static PendingStore pending(Iterable<PendingStore> stores, ReorderingWindow window, int word) {
        PendingStore newest = null;
        for (PendingStore store : stores) {
            newest = store.isTo(window, word) ? store : newest;
        }
        return newest;
    }

    /** What this processor itself stored there and nobody else sees yet; null if there is nothing. <i>SDM 8.2.3.5, store forwarding.</i> */
    PendingStore forwarded(ReorderingWindow window, int word) {
        PendingStore own = pending(buffer, window, word);
        return own != null ? own : pending(posted, window, word);
    }

    private boolean mustPrecede(PendingStore earlier, PendingStore later) {
        boolean sameWord = later.isTo(earlier.window, earlier.word);
        if (sameWord || earlier.fences < later.fences) {
            return true;
        }
        boolean intoDevice = uncached(later.window);
        return weak() ? intoDevice && uncached(earlier.window) : intoDevice || !combines(earlier) && !combines(later);
    }

    private static boolean combines(PendingStore store) {
        return store.attribute() == WindowAttribute.WRITE_COMBINING;
    }

    /** Something happens by itself: a store leaves, one arrives, a line is evicted or fetched. */
    void event() {
        switch (machine.random().nextInt(4)) {
            case 0, 1 -> drainOne();
            case 2 -> deliverOne();
            default -> {
                if (!windows.isEmpty()) {
                    windows.get(machine.random().nextInt(windows.size())).disturbCache();
                }
            }
        }
    }

    private void drainOne() {
        if (!buffer.isEmpty()) {
            int chosen = machine.random().nextInt(buffer.size());
            boolean held = machine.stubborn() && combines(buffer.get(chosen));
            if (!held && mayLeave(chosen)) {
                leave(chosen);
            }
        }
    }

    private boolean mayLeave(int index) {
        for (int i = 0; i < index; i++) {
            if (mustPrecede(buffer.get(i), buffer.get(index))) {
                return false;
            }
        }
        return true;
    }

    /** The store at {@code index} leaves the buffer, and before it whatever has to. */
    private void leave(int index) {
        PendingStore store = buffer.get(index);
        for (int i = 0; i < buffer.indexOf(store); ) {
            if (mustPrecede(buffer.get(i), store)) {
                leave(i);
                i = 0;
            } else {
                i++;
            }
        }
        buffer.remove(store);
        if (store.attribute() == WindowAttribute.WRITE_BACK) {
            // What a fence put before it may still be on the link.
            while (!posted.isEmpty() && posted.peek().fences < store.fences) {
                deliverOne();
            }
            commit(store);
        } else {
            posted.add(store);
        }
    }

    private void deliverOne() {
        PendingStore first = posted.poll();
        if (first != null) {
            commit(first);
        }
    }

    private void commit(PendingStore store) {
        SharedMemory memory = store.window.memory;
        memory.commit(store.word, store.value, machine.tick());
        for (ReorderingWindow window : windows) {
            window.saw(memory, store.word);
        }
        machine.lateLoads().committed(this, store.window.memory, store.word, store.value);
    }

    /** A read that crosses the link pushes the posted writes before it. <i>PCI Express 2.4.1: a read does not pass a posted write.</i> */
    void pushPosted() {
        while (!posted.isEmpty()) {
            deliverOne();
        }
    }

    /** What a load from uncached memory waits for: on x86 all that is buffered, on Arm the older accesses to the device. */
    void beforeUncachedLoad() {
        for (int i = 0; i < buffer.size(); ) {
            if (!weak() || uncached(buffer.get(i).window)) {
                leave(i);
                i = 0;
            } else {
                i++;
            }
        }
        pushPosted();
    }

    private void drainAll() {
        while (!buffer.isEmpty()) {
            leave(0);
        }
    }

    /** Pushes out what is held of a line; it may still be under way afterwards. */
    void pushLine(ReorderingWindow window, int word) {
        for (int i = 0; i < buffer.size(); ) {
            if (buffer.get(i).inLineOf(window, word)) {
                leave(i);
                i = 0;
            } else {
                i++;
            }
        }
    }

    /** The earliest moment at which a load may be performed that needs no order but the fences'. */
    long earliest() {
        return Math.max(loadFloor, machine.now() - machine.reach());
    }

    void performedAt(long moment) {
        performed = Math.max(performed, moment);
    }

    /** A load executed in order: it waits for the ones before it. */
    void performedNow() {
        performedAt(machine.now());
        loadFloor = machine.now();
    }

    void loadFence() {
        machine.lateLoads().fenced(this);
        loadFloor = Math.max(loadFloor, performed);
    }

    void storeFence() {
        machine.lateLoads().fenced(this);
        fences++;
    }

    void fullFence() {
        machine.lateLoads().fenced(this);
        drainAll();
        pushPosted();
        performedNow();
        fences++;
    }

    /** True if nothing lingers here. */
    public boolean quiet() {
        return buffer.isEmpty() && posted.isEmpty();
    }
}
