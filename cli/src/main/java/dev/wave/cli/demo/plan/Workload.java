package dev.wave.cli.demo.plan;

/** What the requests are. */
public enum Workload {
    /** Short reads, and a few scans that take a thousand times as long. */
    ROCKSDB("rocksdb", 0.005),
    /** Short reads only: nothing to gain by scheduling. */
    UNIFORM("uniform", 0);

    private final String label;
    private final double scanShare;

    Workload(String label, double scanShare) {
        this.label = label;
        this.scanShare = scanShare;
    }

    public String label() {
        return label;
    }

    /** Share of the requests that are scans. */
    public double scanShare() {
        return scanShare;
    }

    /** Uniform requests are so short that the interesting number is how many of them go through. */
    public boolean saturating() {
        return this == UNIFORM;
    }
}
