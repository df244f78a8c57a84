package dev.wave.lab.reproduce;

import dev.wave.lab.experiment.Chart;
import dev.wave.lab.experiment.Interval;
import dev.wave.lab.experiment.Published;
import dev.wave.lab.experiment.Row;
import dev.wave.lab.experiment.Runs;
import dev.wave.lab.threads.HostPlan;
import dev.wave.lab.threads.HostRun;
import dev.wave.lab.workload.Mix;
import dev.wave.lab.workload.OpenLoop;
import dev.wave.lab.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Hosts that are asked for the same, compared: how much each can do, and how long it lets wait until then.
 *
 * <p>The same repetition of all of them is offered the same requests, so differences are taken repetition by repetition.
 */
final class Contest {
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;
    private static final int QUICK = 5;

    private final Runs runs;
    private final Mix mix;
    private final int requests;

    /** @param requests of each run */
    Contest(Runs runs, Mix mix, int requests) {
        this.runs = runs;
        this.mix = mix;
        this.requests = runs.quick() ? Math.max(2_000, requests / QUICK) : requests;
    }

    /** One of those that are compared. */
    record Contender(String name, HostPlan plan) {}

    /**
     * What a host does when it never runs out of requests.
     *
     * @param perSecond requests a second, one number for each repetition
     */
    record Saturated(List<Double> perSecond) {
        /** In thousands of requests a second. */
        Interval thousands() {
            return Interval.of(perSecond.stream().map(x -> x / 1e3).toList());
        }

        Row row(Contender of) {
            return Row.following("saturation, " + of.name(), "k requests/s", Published.UNKNOWN, thousands());
        }

        /** How much more this is than another, in percent. */
        Interval gainOver(Saturated other) {
            return Interval.of(IntStream.range(0, perSecond.size())
                    .mapToObj(i -> 100 * (perSecond.get(i) / other.perSecond.get(i) - 1))
                    .toList());
        }

        /** How much less this is than another, in percent. */
        Interval lossAgainst(Saturated other) {
            Interval gain = gainOver(other);
            return new Interval(-gain.mean(), gain.halfWidth());
        }
    }

    /** In the order of the contenders. */
    List<Saturated> saturate(List<Contender> contenders) {
        Workload workload = OpenLoop.poisson(1, mix);
        // Where requests never run out and all are alike nothing is drawn: one run says it all.
        int repetitions = allAlike() ? 1 : runs.repetitions();
        List<Callable<Double>> tasks = new ArrayList<>();
        for (Contender contender : contenders) {
            for (int i = 0; i < repetitions; i++) {
                long seed = seed(i);
                tasks.add(() -> HostRun.saturation(contender.plan(), workload, seed, requests));
            }
        }
        List<Double> all = runs.all("saturated hosts", tasks);
        return IntStream.range(0, contenders.size())
                .mapToObj(i -> new Saturated(List.copyOf(all.subList(i * repetitions, (i + 1) * repetitions))))
                .toList();
    }

    private boolean allAlike() {
        double mean = mix.meanNanos();
        return mix.meanSquare() <= mean * mean * (1 + 1e-9);
    }

    private long seed(int repetition) {
        return runs.seed() + SEED_STEP * (repetition + 1);
    }

    /**
     * p99 of one class, in microseconds, over offered load; a contender's line ends where it no longer keeps up.
     *
     * @param perSecond the loads
     */
    Chart curves(String title, List<Contender> contenders, int classIndex, List<Double> perSecond) {
        List<Callable<HostRun.Served>> tasks = new ArrayList<>();
        for (Contender contender : contenders) {
            for (double rate : perSecond) {
                for (int i = 0; i < runs.repetitions(); i++) {
                    long seed = seed(i);
                    tasks.add(() -> HostRun.serve(contender.plan(), OpenLoop.poisson(rate, mix), seed, requests));
                }
            }
        }
        List<HostRun.Served> all = runs.all("load points", tasks);
        List<Chart.Series> series = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            int each = perSecond.size() * runs.repetitions();
            series.add(line(contenders.get(i).name(), all.subList(i * each, (i + 1) * each), classIndex, perSecond));
        }
        return new Chart(
                title,
                new Chart.Axis("offered, thousand requests/s", Chart.Scale.LINEAR),
                new Chart.Axis("p99 of " + mix.names().get(classIndex) + ", us", Chart.Scale.LOGARITHMIC),
                series);
    }

    /** p99 of one class at one load, in microseconds; unknown if the contender does not keep up. */
    Interval p99(Contender contender, int classIndex, double perSecond) {
        Workload workload = OpenLoop.poisson(perSecond, mix);
        List<Callable<HostRun.Served>> tasks = new ArrayList<>();
        for (int i = 0; i < runs.repetitions(); i++) {
            long seed = seed(i);
            tasks.add(() -> HostRun.serve(contender.plan(), workload, seed, requests));
        }
        List<HostRun.Served> all = runs.all("hosts at one load", tasks);
        return all.stream().allMatch(HostRun.Served::keptUp) ? p99Micros(all, classIndex) : Interval.UNKNOWN;
    }

    private Chart.Series line(String name, List<HostRun.Served> served, int classIndex, List<Double> perSecond) {
        List<Chart.Point> points = new ArrayList<>();
        for (int load = 0; load < perSecond.size(); load++) {
            List<HostRun.Served> repetitions =
                    served.subList(load * runs.repetitions(), (load + 1) * runs.repetitions());
            if (repetitions.stream().allMatch(HostRun.Served::keptUp)) {
                points.add(new Chart.Point(perSecond.get(load) / 1e3, p99Micros(repetitions, classIndex)));
            }
        }
        return new Chart.Series(name, points);
    }

    private static Interval p99Micros(List<HostRun.Served> repetitions, int classIndex) {
        return Interval.of(repetitions.stream()
                .map(one -> one.classes().get(classIndex).p99() / 1e3)
                .filter(p99 -> !p99.isNaN())
                .toList());
    }
}
