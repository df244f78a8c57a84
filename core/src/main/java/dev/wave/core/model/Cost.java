package dev.wave.core.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The constants of a machine, by the names that model files and scenarios use. */
public enum Cost {
    // ---- the host's cores and memory
    HOST_CORES("cores of the host that the system may use", Unit.COUNT),
    HOST_CLOCK("clock of a host core", Unit.GIGAHERTZ),
    HOST_LOAD_HIT("a load from the host's cache", Unit.NANOS),
    HOST_LOAD_TRANSFER("a load of a line that another host core wrote last", Unit.NANOS),
    HOST_STORE("a store into the host's cache or a write-combining buffer", Unit.NANOS),
    HOST_STORE_VISIBLE("from a store to write-back memory to the moment other host cores can see it", Unit.NANOS),
    HOST_FENCE("a fence, with nothing to wait for", Unit.NANOS),
    HOST_PREFETCH("issuing a prefetch", Unit.NANOS),
    HOST_COMBINING_BUFFERS("write-combining buffers of a core", Unit.COUNT),

    // ---- the link, as the host sees it
    LINK_ONE_WAY("from a posted store leaving the host to the moment the NIC's cores can see it", Unit.NANOS),
    LINK_READ("a load by the host that crosses the link: the core stalls for the round trip", Unit.NANOS),
    LINK_POST("a posted write of 1 to 64 bytes, as its core sees it", Unit.NANOS),
    LINK_FLUSH("throwing out one cached line of the NIC's memory", Unit.NANOS),
    LINK_BANDWIDTH("bandwidth in each direction", Unit.GIGABYTES_PER_SECOND),

    // ---- the NIC's cores and memory
    NIC_CORES("cores of the NIC", Unit.COUNT),
    NIC_CLOCK("clock of a NIC core", Unit.GIGAHERTZ),
    NIC_LOAD_HIT("a load from the NIC's cache", Unit.NANOS),
    NIC_LOAD_MISS("a load of a line that the host, or another NIC core, wrote last", Unit.NANOS),
    NIC_STORE("a store into the NIC's cache", Unit.NANOS),
    NIC_STORE_VISIBLE("from a store to the moment other observers of the NIC's memory can see it", Unit.NANOS),
    NIC_UNCACHED("a load or store by the NIC of its own memory, mapped uncached", Unit.NANOS),
    NIC_FENCE("a barrier, with nothing to wait for", Unit.NANOS),

    // ---- interrupts
    INTERRUPT_SEND_REGISTER("raising an interrupt by a store to a register, on the sender's core", Unit.NANOS),
    INTERRUPT_SEND_CALL("raising an interrupt through a system call, on the sender's core", Unit.NANOS),
    INTERRUPT_FLIGHT("from the sender's register to the receiving core", Unit.NANOS),
    INTERRUPT_RECEIVE("taking an interrupt on the receiving core, up to the handler's first instruction", Unit.NANOS),

    HOST_IPI_SEND("raising an interrupt for another host core, on the sender's core", Unit.NANOS),
    HOST_IPI_FLIGHT("from there to the other core", Unit.NANOS),

    // ---- the host's kernel, around a switch of threads; what it does on the link comes from the accesses
    KERNEL_STOP("taking a thread off its core and noting why", Unit.NANOS),
    KERNEL_PICK("from there to the next thread, all but looking for a decision", Unit.NANOS),
    KERNEL_START("putting a thread on its core: page tables, registers, accounting", Unit.NANOS),
    KERNEL_WAKE("leaving the idle loop for a thread that an interrupt announced", Unit.NANOS),

    // ---- computing of agents; what they do on the link comes from the accesses
    HOST_EVENT("taking in a message or an outcome, on a host core", Unit.NANOS),
    HOST_DECISION("making a decision and handing it to the kernel, on a host core", Unit.NANOS),
    NIC_EVENT("taking in a message or an outcome, on a NIC core", Unit.NANOS),
    NIC_DECISION("making a decision, on a NIC core", Unit.NANOS),

    // ---- direct memory access
    DMA_SETUP("a transfer of next to nothing, from its beginning to hearing of its end", Unit.NANOS),
    DMA_BANDWIDTH("what one engine moves", Unit.GIGABYTES_PER_SECOND),
    DMA_POST("asking an engine for a transfer, as a NIC core sees it", Unit.NANOS),
    DMA_INTERVAL("from the beginning of one transfer to that of the next, on one engine", Unit.NANOS),
    DMA_GATHER("lines of 64 bytes that one transfer may gather", Unit.COUNT),

    // ---- clock, sleep and ticks of the host's cores
    SOCKET_CORES("cores of a socket, which share its power", Unit.COUNT),
    SOCKET_BOOST("clock of a core while few of its socket are awake", Unit.GIGAHERTZ),
    SOCKET_BOOST_CORES("awake cores of a socket up to which that clock lasts", Unit.COUNT),
    SOCKET_BOOST_ALL("clock of a core while all of its socket are awake", Unit.GIGAHERTZ),
    SOCKET_RESERVE("share of an active core's budget that is kept for one that sleeps lightly", Unit.COUNT),
    SOCKET_SIBLING_SHARE("share of a core's speed each of its two threads has while both compute", Unit.COUNT),
    SLEEP_LIGHT_EXIT("waking from light sleep (clock stopped)", Unit.NANOS),
    SLEEP_DEEP_ENTRY("going into deep sleep (caches written back, power off)", Unit.NANOS),
    SLEEP_DEEP_EXIT("waking from deep sleep", Unit.NANOS),
    SLEEP_DEEP_LEAST("time asleep from which deep sleep is worth it", Unit.NANOS),
    TICK_PERIOD("from one timer tick of a core to the next, where the scheduler needs them", Unit.NANOS),
    TICK_KERNEL("what the kernel does in a tick, without taking the interrupt", Unit.NANOS),
    TICK_AGENT("telling the core's own agent of a tick, and its answer", Unit.NANOS),
    TICK_GUEST("leaving a guest for an interrupt, and entering it again", Unit.NANOS);

    private final String meaning;
    private final Unit unit;

    Cost(String meaning, Unit unit) {
        this.meaning = meaning;
        this.unit = unit;
    }

    /** What is counted, in one line. */
    public String meaning() {
        return meaning;
    }

    public Unit unit() {
        return unit;
    }

    /** The name in files: {@code link.one-way}. */
    public String key() {
        String name = name().toLowerCase(Locale.ROOT);
        int end = name.indexOf('_');
        return name.substring(0, end) + "." + name.substring(end + 1).replace('_', '-');
    }

    public static Optional<Cost> byKey(String key) {
        return Arrays.stream(values()).filter(cost -> cost.key().equals(key)).findFirst();
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(Cost::key).toList();
    }
}
