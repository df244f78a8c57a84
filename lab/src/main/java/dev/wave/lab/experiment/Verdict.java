package dev.wave.lab.experiment;

/** How a simulated value stands to the published one. */
public enum Verdict {
    /** The interval reaches into the published range. */
    AGREES("agrees"),
    /** Within a tenth of the published range's nearer end. */
    NEAR("near"),
    BELOW("below"),
    ABOVE("above"),
    /** Nothing was published, or not found. */
    OPEN("-");

    private static final double NEARBY = 0.10;

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    static Verdict of(Published published, Interval simulated) {
        if (!published.known() || !simulated.known()) {
            return OPEN;
        }
        if (simulated.high() < published.low()) {
            return published.low() - simulated.high() <= NEARBY * Math.abs(published.low()) ? NEAR : BELOW;
        }
        if (simulated.low() > published.high()) {
            return simulated.low() - published.high() <= NEARBY * Math.abs(published.high()) ? NEAR : ABOVE;
        }
        return AGREES;
    }
}
