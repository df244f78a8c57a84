package dev.wave.verify.bench.result;

import dev.wave.verify.bench.result.Series.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Everything one table of a benchmark measured, before any of it is judged.
 *
 * @param seed what the order of the samples and the deals of the A/A spread were made from
 */
public record TableResult(
        String title, List<Metric> metrics, List<Series> series, List<Target> targets, List<String> notes, long seed) {
    public TableResult {
        metrics = List.copyOf(metrics);
        series = List.copyOf(series);
        targets = List.copyOf(targets);
        notes = List.copyOf(notes);
    }

    /** The distances at which there are samples, straddled ones apart. */
    public List<Distance> distances() {
        return Arrays.stream(Distance.values())
                .filter(distance -> distance != Distance.STRADDLED)
                .filter(distance ->
                        series.stream().anyMatch(each -> !each.at(distance).isEmpty()))
                .toList();
    }

    /** How many samples were dropped because the distance changed under them. */
    public long straddled() {
        return series.stream()
                .mapToLong(each -> each.at(Distance.STRADDLED).size())
                .sum();
    }

    Series named(String name) {
        return series.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no candidate '" + name + "' in: " + title));
    }

    int metric(String name) {
        for (int i = 0; i < metrics.size(); i++) {
            if (metrics.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no metric '" + name + "' in: " + title);
    }

    /** NaN if there are no samples. Of ours both rows together: what is measured twice is known better. */
    public double median(String candidate, int metric, Distance distance) {
        Series series = named(candidate);
        return series.role() == Role.SUBJECT
                ? Statistics.median(pooled(series, metric, distance))
                : Statistics.median(series.values(metric, distance));
    }

    private double[] pooled(Series subject, int metric, Distance distance) {
        return series.stream()
                .filter(each -> each == subject
                        || each.role() == Role.AGAIN && each.subject().equals(subject.name()))
                .flatMapToDouble(each -> Arrays.stream(each.values(metric, distance)))
                .toArray();
    }

    /** The A/A spread of a subject, as a share; NaN if unknown. */
    public double spread(String subject, int metric, Distance distance) {
        double[] first = named(subject).values(metric, distance);
        double[] again = series.stream()
                .filter(each -> each.role() == Role.AGAIN && each.subject().equals(subject))
                .findFirst()
                .map(each -> each.values(metric, distance))
                .orElse(new double[0]);
        return Statistics.spread(first, again, random());
    }

    /** Ours divided by the other candidate's; NaN if either was not measured. */
    public double ratio(String subject, String candidate, int metric, Distance distance) {
        return median(subject, metric, distance) / median(candidate, metric, distance);
    }

    public List<Verdict> verdicts() {
        var verdicts = new ArrayList<Verdict>();
        for (Target target : targets) {
            target.limits().keySet().stream().sorted().forEach(distance -> verdicts.add(judge(target, distance)));
        }
        return verdicts;
    }

    private Verdict judge(Target target, Distance distance) {
        int metric = metric(target.metric());
        double value = target.peer().isEmpty()
                ? median(target.subject(), metric, distance)
                : ratio(target.subject(), target.peer(), metric, distance);
        return Verdict.of(target, distance, value, spread(target.subject(), metric, distance));
    }

    private RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
