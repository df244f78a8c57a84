package dev.wave.verify.bench.polls;

import dev.wave.verify.bench.polls.KernelLoader.Variant;
import dev.wave.verify.bench.polls.PollCase.Kind;
import dev.wave.verify.bench.result.Statistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What several forks measured.
 *
 * <p>Of one kernel a fork gives a ratio, with polls to without; a second kind of fork, the A/A comparison, gives the
 * ratio of two variants without polls. The median over forks counts, since a JVM may by chance compile or place a
 * kernel badly for as long as it lives.
 */
final class PollCosts {
    private final Map<PollCase, Map<Variant, List<Double>>> ratios = new HashMap<>();
    private final Map<PollCase, List<Double>> nanos = new HashMap<>();

    /** Takes in the time of one kernel in one fork, in nanoseconds per run. */
    void add(PollCase one, Variant variant, double without, double other) {
        ratios.computeIfAbsent(one, ignored -> new EnumMap<>(Variant.class))
                .computeIfAbsent(variant, ignored -> new ArrayList<>())
                .add(other / without);
        nanos.computeIfAbsent(one, ignored -> new ArrayList<>()).add(without);
    }

    /** The kernels measured in both kinds of fork, in the order of the table. */
    List<PollCase> measured() {
        return PollCase.ALL.stream()
                .filter(one -> ratios.getOrDefault(one, Map.of()).size() == Variant.values().length)
                .toList();
    }

    /** Those of them that count for the targets: all but monitors. */
    List<PollCase> judged() {
        return measured().stream().filter(one -> one.kind() != Kind.MONITORS).toList();
    }

    List<PollCase> of(Kind kind) {
        return measured().stream().filter(one -> one.kind() == kind).toList();
    }

    /** The kernel that polls cost most, of those that count. */
    PollCase worst() {
        return judged().stream()
                .max(Comparator.comparingDouble(one -> ratio(one, Variant.WITH)))
                .orElseThrow();
    }

    /** Nanoseconds of CPU time per run without polls. */
    double nanos(PollCase one) {
        return median(nanos.get(one));
    }

    /** The ratio of a variant to code without polls. */
    double ratio(PollCase one, Variant variant) {
        return median(all(one, variant));
    }

    /** The ratios of all forks, in the order of measurement. */
    List<Double> all(PollCase one, Variant variant) {
        return ratios.get(one).get(variant);
    }

    /** The geometric mean of kernels' ratios in one fork. */
    double mean(List<PollCase> cases, Variant variant, int fork) {
        return Math.exp(cases.stream()
                .mapToDouble(one -> Math.log(all(one, variant).get(fork)))
                .average()
                .orElse(Double.NaN));
    }

    private static double median(List<Double> values) {
        return Statistics.median(values.stream().mapToDouble(each -> each).toArray());
    }
}
