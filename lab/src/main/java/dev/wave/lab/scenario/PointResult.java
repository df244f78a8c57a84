package dev.wave.lab.scenario;

import dev.wave.lab.experiment.Interval;
import dev.wave.lab.scenario.Setup.Side;
import dev.wave.lab.threads.HostRun.Quantiles;
import dev.wave.lab.threads.HostRun.Served;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What came out at one value of the sweep; the lists hold one element per repetition, and the same repetition of both sides was offered the same requests.
 *
 * @param value of the sweep
 * @param offered requests a second
 * @param served at the setup's load
 * @param saturation requests a second, at most
 */
public record PointResult(
        double value, double offered, Map<Side, List<Served>> served, Map<Side, List<Double>> saturation) {

    /** Which quantile of latencies. */
    public enum Quantile {
        P50("p50", Quantiles::p50),
        P99("p99", Quantiles::p99),
        P999("p99.9", Quantiles::p999);

        private final String word;
        private final ToDoubleFunction<Quantiles> value;

        Quantile(String word, ToDoubleFunction<Quantiles> value) {
            this.word = word;
            this.value = value;
        }

        public String word() {
            return word;
        }
    }

    /** In nanoseconds; unknown if this side does not keep up with the load, or too few answers say what it is. */
    public Interval latency(Side side, int classIndex, Quantile quantile) {
        return keptUp(side) ? Interval.of(each(side, classIndex, quantile)) : Interval.UNKNOWN;
    }

    private List<Double> each(Side side, int classIndex, Quantile quantile) {
        return served.get(side).stream()
                .map(one -> quantile.value.applyAsDouble(one.classes().get(classIndex)))
                .toList();
    }

    /** It is offered less than it can do at most: only then do latencies not depend on how long one waits. */
    public boolean keptUp(Side side) {
        return offered < saturation(side).mean() && served.get(side).stream().allMatch(Served::keptUp);
    }

    public Interval saturation(Side side) {
        return Interval.of(saturation.get(side));
    }

    /** By how much of it the NIC's side can do more, at most: 0.05 is 5 %. */
    public Interval saturationGain() {
        return Interval.of(gains());
    }

    /** The same, repetition by repetition. */
    List<Double> gains() {
        return ratios(saturation.get(Side.ON_HOST), saturation.get(Side.OFFLOADED));
    }

    /** By how much of it a quantile is higher with the agent on the NIC: below 0 is better. Unknown if a side does not keep up. */
    public Interval latencyGain(int classIndex, Quantile quantile) {
        if (!keptUp(Side.ON_HOST) || !keptUp(Side.OFFLOADED)) {
            return Interval.UNKNOWN;
        }
        return Interval.of(
                ratios(each(Side.ON_HOST, classIndex, quantile), each(Side.OFFLOADED, classIndex, quantile)));
    }

    /** Repetition by repetition: what both had in common is no scatter. */
    static List<Double> ratios(List<Double> before, List<Double> after) {
        return IntStream.range(0, before.size())
                .mapToObj(i -> after.get(i) / before.get(i) - 1)
                .toList();
    }
}
