package dev.wave.lab.reproduce;

/** Where published numbers were read. */
final class Sources {
    static final String SLIDES = "Wave, ASPLOS 2025 (doi 10.1145/3676642.3736113), slides of the talk";
    static final String ABSTRACT = "Wave, ASPLOS 2025, abstract: 1.1-7.4 % over all subsystems";
    static final String PCIE_TABLE = "Wave, ASPLOS 2025, PCIe table";

    private Sources() {}
}
