package dev.wave.core.model;

/** What a {@link Cost} is counted in. */
public enum Unit {
    NANOS("ns"),
    GIGABYTES_PER_SECOND("GB/s"),
    GIGAHERTZ("GHz"),
    /** A plain number: cores, lines. */
    COUNT("");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    /** As it stands behind the number in files; empty for plain numbers. */
    public String symbol() {
        return symbol;
    }
}
