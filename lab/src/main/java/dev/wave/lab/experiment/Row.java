package dev.wave.lab.experiment;

/**
 * One number of an experiment.
 *
 * @param what what it is
 * @param unit of both values, as it is printed: "ns", "%", "requests/s"
 * @param published what others found
 * @param simulated what came out here
 * @param role whether a constant of the model was chosen to make it so
 */
public record Row(String what, String unit, Published published, Interval simulated, Role role) {
    /** How a number came about. */
    public enum Role {
        /** It follows from the components. */
        FOLLOWS,
        /** A constant was fitted to it: that it agrees shows nothing. */
        FITTED
    }

    public static Row following(String what, String unit, Published published, Interval simulated) {
        return new Row(what, unit, published, simulated, Role.FOLLOWS);
    }

    public static Row fitted(String what, String unit, Published published, Interval simulated) {
        return new Row(what, unit, published, simulated, Role.FITTED);
    }

    public Verdict verdict() {
        return Verdict.of(published, simulated);
    }

    /** It misses what was published: a shortfall that its experiment has to explain. */
    public boolean missed() {
        return verdict() == Verdict.ABOVE || verdict() == Verdict.BELOW;
    }
}
