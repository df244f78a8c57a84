package dev.wave.lab.scenario;

import dev.wave.lab.experiment.Interval;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The link latency beyond which offloading no longer pays: where the gain of the highest rate crosses nothing, between two latencies by a straight line over their logarithms.
 *
 * @param outcome what was found
 * @param nanos where, if there is such a place among the latencies that were run
 * @param most the longest latency that was run
 */
public record BreakEven(Outcome outcome, Interval nanos, double most) {
    /** What can be found. */
    public enum Outcome {
        /** It pays up to a latency, and no more beyond. */
        CROSSES,
        /** It pays at all latencies that were run. */
        ALWAYS_PAYS,
        /** It pays at none. */
        NEVER_PAYS
    }

    /** @param points in ascending order of their link latencies */
    static BreakEven of(List<PointResult> points) {
        double most = points.getLast().value();
        List<Double> means =
                points.stream().map(point -> point.saturationGain().mean()).toList();
        OptionalDouble crossing = crossing(points, means);
        if (crossing.isEmpty()) {
            Outcome outcome = means.getFirst() > 0 ? Outcome.ALWAYS_PAYS : Outcome.NEVER_PAYS;
            return new BreakEven(outcome, Interval.UNKNOWN, most);
        }
        return new BreakEven(Outcome.CROSSES, scatter(points, crossing.getAsDouble()), most);
    }

    /** From one repetition to the next; unknown if some of them do not cross. */
    private static Interval scatter(List<PointResult> points, double crossing) {
        int repetitions = points.getFirst().gains().size();
        List<Double> each = IntStream.range(0, repetitions)
                .mapToObj(i -> crossing(
                        points,
                        points.stream().map(point -> point.gains().get(i)).toList()))
                .flatMap(one -> one.stream().boxed())
                .toList();
        boolean all = each.size() == repetitions;
        return new Interval(crossing, all ? Interval.of(each).halfWidth() : Double.NaN);
    }

    /** The last place where gains turn from above nothing to nothing or below. */
    private static OptionalDouble crossing(List<PointResult> points, List<Double> gains) {
        for (int i = gains.size() - 1; i > 0; i--) {
            double before = gains.get(i - 1);
            double after = gains.get(i);
            if (before > 0 && after <= 0) {
                double from = Math.log(points.get(i - 1).value());
                double to = Math.log(points.get(i).value());
                return OptionalDouble.of(Math.exp(from + (to - from) * before / (before - after)));
            }
        }
        return OptionalDouble.empty();
    }
}
