package dev.wave.sim.memory;

import dev.wave.sim.time.Timeline;

/**
 * A core, as memory sees it: the stores that linger with it, and how far its loads have come.
 *
 * <p><b>The host's</b> are x86: stores to write-back memory are seen in order (SDM 8.2.2), only write-combining ones are not; loads are in order. <b>The NIC's</b> are
 * Arm: with {@link Disorder}, stores are seen in any order between two store fences, and loads may be executed as early as the last load fence (Arm ARM B2.3).
 */
public final class Processor {
    /** How long what is between a core and the wire may hold a write back, with disorder. */
    private static final long BRIDGE_HOLDS = 100 * Timeline.NANO;

    private final MemorySystem system;
    private final Timeline timeline;
    private final int number;
    private final Side side;
    private final boolean weak;
    private final MemoryCosts.Local costs;
    private final CombiningBuffers combining;
    /** Of a NIC's core; null on the host. */
    private final DmaBuffers dma;

    /** No store may be seen before this. */
    private long barrier;
    /** When the latest store to this side's memory is seen. */
    private long lastLocal;
    /** When the latest posted write arrives. */
    private long lastPosted;
    /** No load may be executed before this. */
    private long loadFloor;
    /** The latest moment as of which a load was executed. */
    private long performed;

    Processor(MemorySystem system, int number, Side side) {
        this.system = system;
        this.timeline = system.timeline();
        this.number = number;
        this.side = side;
        this.weak = side == Side.NIC && system.disorder().any();
        this.costs = system.costs().local(side);
        this.combining = new CombiningBuffers(this, system.costs().hostLink().combiningBuffers());
        this.dma = side == Side.NIC ? new DmaBuffers(this, system.dmaEngine()) : null;
    }

    DmaBuffers dma() {
        return dma;
    }

    int number() {
        return number;
    }

    public Side side() {
        return side;
    }

    Disorder disorder() {
        return system.disorder();
    }

    long now() {
        return timeline.now();
    }

    /** Time passes on this core. */
    void spend(long picos) {
        timeline.spend(picos);
    }

    /** Before each access: memory may do something by itself. */
    void access() {
        Disorder disorder = system.disorder();
        if (disorder.any() && !disorder.stubborn() && disorder.chance(8)) {
            combining.drainAny();
        }
    }

    // ---- stores

    void storeLocal(Memory memory, int word, long value, long visible) {
        long arrival = now() + visible;
        if (weak) {
            arrival = Math.max(barrier, now() + disorder().hold(8 * visible));
            int own = memory.pending(word, this);
            // Stores to one word never overtake each other.
            arrival = own >= 0 ? Math.max(arrival, memory.pendingTime(own)) : arrival;
        } else {
            // A store buffer may hold them longer, but never in another order.
            arrival = Math.max(arrival + disorder().hold(4 * visible), lastLocal);
        }
        lastLocal = Math.max(lastLocal, arrival);
        memory.send(arrival, word, value, this);
    }

    void storePosted(Memory memory, int word, long value) {
        combining.drainAll();
        memory.send(post(Long.BYTES), word, value, this);
    }

    void storeCombining(Memory memory, int word, long value) {
        combining.store(memory, word, value);
    }

    /** A write leaves for the other side, and the core pays for it. @return when it arrives */
    long post(int bytes) {
        long arrival = postPart(bytes);
        paidForPosting();
        return arrival;
    }

    long postPart() {
        return postPart(Long.BYTES);
    }

    private long postPart(int bytes) {
        lastPosted = system.path().send(now() + disorder().upTo(BRIDGE_HOLDS), bytes);
        return lastPosted;
    }

    void paidForPosting() {
        spend(system.costs().hostLink().post());
    }

    // ---- loads

    /** When a read that leaves now reaches the other side: behind the writes this core posted before it (PCI Express 2.4.1). */
    long reachesMemoryAt() {
        return Math.max(system.path().leaves(now()) + system.costs().hostLink().oneWay(), lastPosted);
    }

    void crossTo(Memory memory) {
        spend(reachesMemoryAt() - now());
        memory.settle(now());
    }

    /** What is sent over a link that stalls does not leave at once. */
    void awaitLink() {
        long leaves = system.path().leaves(now());
        if (leaves > now()) {
            spend(leaves - now());
        }
    }

    void comeBack() {
        spend(system.costs().hostLink().back());
    }

    /** A load from memory of this side, or of a coherent link. */
    long loadLocal(Memory memory, int word) {
        int own = memory.pending(word, this);
        if (own >= 0) {
            return memory.pendingValue(own);
        }
        if (!weak) {
            return memory.get(word);
        }
        return loadEarly(memory, word);
    }

    /** Any value that was there since the last load fence, but never an older one than this core saw there before. */
    long loadEarly(Memory memory, int word) {
        long moment = now();
        long floor = Math.max(loadFloor, memory.seenBy(word, this));
        if (floor < moment && disorder().chance(3)) {
            moment -= disorder().upTo(Math.min(moment - floor, system.reach()));
        }
        memory.saw(word, this, moment);
        performed = Math.max(performed, memory.cameAt(word, moment));
        return memory.getAsOf(word, moment);
    }

    // ---- fences

    void loadFence() {
        loadFloor = Math.max(loadFloor, performed);
        spend(side == Side.NIC ? costs.fence() : 0);
    }

    /** What is done about an interrupt is begun after it came: no load of a handler was executed before. */
    void interrupted() {
        loadFloor = Math.max(loadFloor, now());
    }

    void storeFence() {
        combining.drainAll();
        barrier = Math.max(barrier, lastLocal);
        if (dma != null) {
            dma.storeFence();
        }
        spend(side == Side.NIC ? costs.fence() : 0);
    }

    /** What it stored in its own side's memory is seen; what it posted will arrive before whatever it reads across the link. */
    void fullFence() {
        combining.drainAll();
        spend(Math.max(costs.fence(), lastLocal - now()));
        if (dma != null) {
            dma.fullFence();
        }
        barrier = now();
        // A load that crosses goes behind what was posted, so it sees nothing from before that arrives.
        loadFloor = Math.max(now(), lastPosted);
    }

    void drainLine(Memory memory, int line) {
        combining.drainLine(memory, line);
    }

    /** An access to uncached memory empties the write-combining buffers first. <i>SDM 11.3, "WC".</i> */
    void drainCombining() {
        combining.drainAll();
    }
}
