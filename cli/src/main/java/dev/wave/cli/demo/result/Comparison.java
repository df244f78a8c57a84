package dev.wave.cli.demo.result;

import dev.wave.cli.demo.plan.Variant;
import dev.wave.cli.demo.plan.Workload;
import dev.wave.cli.demo.result.Verdict.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Sets runs beside each other and says what that shows. */
public final class Comparison {
    /** The load at which single runs are compared. */
    private static final double MAIN_LOAD = 0.7;

    private static final double FACTOR_OVER_JDK = 10;
    private static final double FACTOR_OVER_LOCAL = 2;
    private static final double SHARE_OF_LOCAL_LOAD = 0.9;
    private static final double P99 = 0.99;
    private static final double LIMIT_NANOS = 1_000_000;

    private final List<RunResult> results;

    public Comparison(List<RunResult> results) {
        this.results = List.copyOf(results);
    }

    /** By how much GET p99 differed when the same thing ran twice: the share of the greater; empty without an A/A pair. */
    public OptionalDouble spread() {
        return results.stream()
                .filter(result -> result.run().repeat())
                .findFirst()
                .flatMap(again ->
                        at(again.run().variant(), again.run().load()).map(first -> difference(p99(first), p99(again))))
                .filter(difference -> !difference.isNaN())
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    private static double difference(double one, double other) {
        return Math.abs(one - other) / Math.max(one, other);
    }

    /** Everything these runs can say. */
    public List<Verdict> verdicts() {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(exactlyOnce());
        Optional<RunResult> wave = main(Variant.WAVE);
        wave.ifPresent(e -> {
            main(Variant.JDK).ifPresent(b -> verdicts.add(atLeastTenTimesBelow(e, b)));
            main(Variant.PLATFORM).ifPresent(a -> verdicts.add(below(e, a)));
            main(Variant.WAVE_LOCAL).ifPresent(d -> verdicts.add(nearLocal(e, d)));
        });
        highestLoads().ifPresent(verdicts::add);
        losing().ifPresent(verdicts::add);
        return verdicts;
    }

    private Verdict exactlyOnce() {
        List<String> broken = results.stream()
                .filter(result -> !result.answers().exactlyOnce())
                .map(result -> result.run().variant().label() + " " + result.answers())
                .toList();
        long sent =
                results.stream().mapToLong(result -> result.answers().sent()).sum();
        return new Verdict(
                "every request is answered exactly once, and rightly",
                broken.isEmpty() ? Outcome.SHOWN : Outcome.MISSED,
                broken.isEmpty() ? sent + " requests" : String.join("; ", broken));
    }

    private Verdict atLeastTenTimesBelow(RunResult wave, RunResult jdk) {
        double factor = p99(jdk) / p99(wave);
        return new Verdict(
                "GET p99 with Wave is at least 10 times lower than with the JDK's scheduler",
                factor >= FACTOR_OVER_JDK ? Outcome.SHOWN : Outcome.MISSED,
                both(wave, jdk) + String.format(Locale.ROOT, ", %.1f times", factor));
    }

    private Verdict below(RunResult wave, RunResult platform) {
        boolean noise = difference(p99(wave), p99(platform)) <= spread().orElse(0);
        boolean lower = p99(wave) < p99(platform);
        return new Verdict(
                "GET p99 with Wave is lower than with platform threads",
                noise ? Outcome.NOT_SHOWN : lower ? Outcome.SHOWN : Outcome.MISSED,
                both(wave, platform));
    }

    private Verdict nearLocal(RunResult wave, RunResult local) {
        return new Verdict(
                "GET p99 with the agent in another process is at most 2 times that with the agent in the service's",
                p99(wave) <= FACTOR_OVER_LOCAL * p99(local) ? Outcome.SHOWN : Outcome.MISSED,
                both(wave, local));
    }

    private Optional<Verdict> highestLoads() {
        if (results.stream()
                        .map(result -> result.run().load())
                        .distinct()
                        .filter(load -> load > 0)
                        .count()
                < 2) {
            return Optional.empty();
        }
        double wave = highestLoad(Variant.WAVE);
        double local = highestLoad(Variant.WAVE_LOCAL);
        if (Double.isNaN(wave) || Double.isNaN(local)) {
            return Optional.empty();
        }
        return Optional.of(new Verdict(
                "the highest load with GET p99 up to 1 ms is, with the agent in another process, within 10 % of that with the agent in the service's",
                wave > 0 && wave >= SHARE_OF_LOCAL_LOAD * local ? Outcome.SHOWN : Outcome.MISSED,
                String.format(Locale.ROOT, "%.0f %% against %.0f %%", wave * 100, local * 100)));
    }

    /**
     * The load at which the curve crosses 1 ms, taken between the last point below and the first above, on a logarithmic scale of
     * latencies; 0 if even the lowest load is above, NaN if the variant did not run.
     */
    double highestLoad(Variant variant) {
        List<RunResult> curve = curve(variant);
        double load = curve.isEmpty() ? Double.NaN : 0;
        double below = Double.NaN;
        for (RunResult point : curve) {
            double p99 = p99(point);
            if (!(p99 <= LIMIT_NANOS)) {
                double share = Math.log(LIMIT_NANOS / below) / Math.log(p99 / below);
                return Double.isNaN(share) ? load : load + share * (point.run().load() - load);
            }
            load = point.run().load();
            below = p99;
        }
        return load;
    }

    /** The runs of a variant by load. */
    public List<RunResult> curve(Variant variant) {
        return results.stream()
                .filter(result -> result.run().variant() == variant && plain(result))
                .sorted(Comparator.comparingDouble(result -> result.run().load()))
                .toList();
    }

    private Optional<Verdict> losing() {
        return uniform(Variant.WAVE)
                .flatMap(wave -> uniform(Variant.JDK).map(jdk -> {
                    double share = wave.usage().perSecond() / jdk.usage().perSecond();
                    return new Verdict(
                            "when not to use it: uniform short requests, as many as go through",
                            Outcome.NOTED,
                            String.format(
                                    Locale.ROOT,
                                    "Wave %,.0f/s, the JDK's scheduler %,.0f/s (%.0f %%): with no long requests to put aside, each thread's"
                                            + " way through an agent is pure cost",
                                    wave.usage().perSecond(),
                                    jdk.usage().perSecond(),
                                    share * 100));
                }));
    }

    private Optional<RunResult> uniform(Variant variant) {
        return results.stream()
                .filter(result ->
                        result.run().variant() == variant && result.run().workload() == Workload.UNIFORM)
                .findFirst();
    }

    /** The run of a variant nearest to the load at which runs are compared. */
    public Optional<RunResult> main(Variant variant) {
        return curve(variant).stream()
                .min(Comparator.comparingDouble(result -> Math.abs(result.run().load() - MAIN_LOAD)));
    }

    private Optional<RunResult> at(Variant variant, double load) {
        return curve(variant).stream()
                .filter(result -> result.run().load() == load)
                .findFirst();
    }

    private static boolean plain(RunResult result) {
        return !result.run().repeat() && result.run().workload() == Workload.ROCKSDB;
    }

    private static double p99(RunResult result) {
        return result.latencies().get(P99).value();
    }

    private static String both(RunResult one, RunResult other) {
        return Durations.text(p99(one)) + " against " + Durations.text(p99(other));
    }
}
