package dev.wave.cli.demo.plan;

import java.util.Arrays;
import java.util.Optional;

/** Who schedules the service's threads. Everything else is the same in all of them. */
public enum Variant {
    PLATFORM("platform", "platform threads, the kernel's scheduler"),
    JDK("jdk", "virtual threads, the JDK's scheduler"),
    POOLS("pools", "platform threads, scans in a pool of their own with low priority"),
    WAVE_LOCAL("wave-local", "virtual threads, Wave, agent in the service's process"),
    WAVE("wave", "virtual threads, Wave, agent in the NIC's process"),
    DELAYED("delayed", "as wave, behind a link that takes the time of a modelled one (--link)");

    private final String label;
    private final String meaning;

    Variant(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /** As written on command lines and in results. */
    public String label() {
        return label;
    }

    public String meaning() {
        return meaning;
    }

    /** True if an agent schedules the threads. */
    public boolean offloaded() {
        return this == WAVE || this == WAVE_LOCAL || this == DELAYED;
    }

    /** The variant of that label. */
    public static Optional<Variant> labelled(String label) {
        return Arrays.stream(values())
                .filter(variant -> variant.label.equals(label))
                .findFirst();
    }
}
