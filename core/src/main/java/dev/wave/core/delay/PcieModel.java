package dev.wave.core.delay;

import java.util.List;
import java.util.Optional;

/**
 * What the operations of a host-NIC link cost: each constant with its source and how we know it. One file for everybody: {@link DelayedLink} spins
 * these times on a live machine, and a simulated machine spends them in virtual time.
 *
 * <p>The paper's body was not at hand; most constants below are recalled, agree with the found round trip of about 1 us, and are meant to be overridden by
 * whoever has measured a link.
 *
 * @param hostLoadUncached a load by the host that crosses the link: the core stalls for the round trip
 * @param hostStoreUncached a posted 8-byte store by the host, as its core sees it
 * @param hostFlush draining one write-combining line, or throwing out one cached line
 * @param hostToNic from a posted store leaving the host to the moment the NIC's cores can see it
 * @param interruptSend raising an interrupt, on the NIC's core
 * @param interruptDelivery from that to the handler's first instruction on a busy host core
 */
public record PcieModel(
        String name,
        Constant hostLoadUncached,
        Constant hostStoreUncached,
        Constant hostFlush,
        Constant hostToNic,
        Constant interruptSend,
        Constant interruptDelivery) {

    /** How a number is known. */
    public enum Confidence {
        /** Read in the named source. */
        FOUND,
        /** Arithmetic on found facts. */
        DERIVED,
        /** From memory: a default, and labelled as such wherever it shows. */
        RECALLED
    }

    /** A cost in nanoseconds. */
    public record Constant(long nanos, Confidence confidence, String source) {
        public Constant {
            if (nanos < 0 || nanos > 1_000_000) {
                throw new IllegalArgumentException(
                        "a link operation of " + nanos + " ns? Between 0 and 1 ms make sense.");
            }
        }
    }

    private static final String PAPER = "Wave, ASPLOS 2025 (doi 10.1145/3676642.3736113), PCIe table";

    /** Intel Mount Evans (IPU E2000) on PCIe 4, as in the published evaluation: queues in the NIC's memory, mapped by the host. */
    public static final PcieModel MOUNT_EVANS = new PcieModel(
            "mount-evans",
            recalled(750, PAPER + ": MMIO read, 64 bit, uncached"),
            recalled(50, PAPER + ": MMIO write, 64 bit, posted"),
            derived(50, "one posted write of a line costs the core what one posted write of a word does"),
            derived(375, "half of the round trip of a read"),
            recalled(70, PAPER + ": MSI-X sent by register write"),
            recalled(1_600, PAPER + ": MSI-X end to end, less sending"));

    /** A link that keeps caches coherent (UPI or CXL class): reads of what the other side wrote cost a transfer of the line, and nothing need be flushed. */
    public static final PcieModel COHERENT = new PcieModel(
            "coherent",
            recalled(150, "line transfer between two sockets: 100 to 200 ns on current servers"),
            recalled(5, "a store into the core's own store buffer"),
            derived(0, "coherent caches hold nothing back"),
            derived(75, "half of the line transfer"),
            recalled(70, "an interprocessor interrupt's register write"),
            recalled(700, "an interprocessor interrupt between sockets, end to end"));

    /** What {@link #byName} knows. */
    public static final List<PcieModel> PRESETS = List.of(MOUNT_EVANS, COHERENT);

    public static Optional<PcieModel> byName(String name) {
        return PRESETS.stream().filter(model -> model.name.equals(name)).findFirst();
    }

    /** All constants with their names, for tables. */
    public List<Named> constants() {
        return List.of(
                new Named("host load, uncached", hostLoadUncached),
                new Named("host store, uncached", hostStoreUncached),
                new Named("host flush of a line", hostFlush),
                new Named("host store to NIC core", hostToNic),
                new Named("interrupt, sending", interruptSend),
                new Named("interrupt, delivery", interruptDelivery));
    }

    public record Named(String name, Constant constant) {}

    private static Constant recalled(long nanos, String source) {
        return new Constant(nanos, Confidence.RECALLED, source);
    }

    private static Constant derived(long nanos, String source) {
        return new Constant(nanos, Confidence.DERIVED, source);
    }
}
