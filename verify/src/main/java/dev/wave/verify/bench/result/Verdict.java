package dev.wave.verify.bench.result;

/**
 * What became of one target at one distance.
 *
 * @param value our median, or its ratio to the peer's; NaN if it was not seen
 * @param spread the A/A spread it was held against, as a share; NaN if unknown
 */
public record Verdict(Target target, Distance distance, double value, double spread, Outcome outcome) {
    /** How a target can end. */
    public enum Outcome {
        REACHED,
        MISSED,
        /** The value is nearer to the limit than the same thing measured twice is to itself: the run cannot tell. */
        NOT_SHOWN,
        /** Nothing was measured at that distance. */
        NOT_SEEN
    }

    static Verdict of(Target target, Distance distance, double value, double spread) {
        return new Verdict(
                target, distance, value, spread, judge(target, target.limits().get(distance), value, spread));
    }

    private static Outcome judge(Target target, double limit, double value, double spread) {
        if (Double.isNaN(value)) {
            return Outcome.NOT_SEEN;
        }
        // Written so that an unknown spread is never small enough.
        if (!(Statistics.distance(value, limit) > spread)) {
            return Outcome.NOT_SHOWN;
        }
        return target.reachedBy(value, limit) ? Outcome.REACHED : Outcome.MISSED;
    }

    /** One line: outcome, target, what was measured. */
    public String text() {
        String label = outcome.name().replace('_', ' ');
        String measured = outcome == Outcome.NOT_SEEN
                ? "not measured"
                : Figures.number(value) + ", A/A spread " + Figures.percent(spread);
        return "%-9s %s: %s".formatted(label, target.text(distance), measured);
    }
}
