package dev.wave.lab.reproduce;

import dev.wave.core.model.Confidence;
import dev.wave.core.model.Constant;
import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.lab.experiment.Chart;
import dev.wave.lab.experiment.Experiment;
import dev.wave.lab.experiment.Findings;
import dev.wave.lab.experiment.Interval;
import dev.wave.lab.experiment.Published;
import dev.wave.lab.experiment.Row;
import dev.wave.lab.experiment.Runs;
import dev.wave.lab.vm.BusyLoops;
import dev.wave.lab.vm.VmPlan;
import dev.wave.sim.time.Timeline;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.VirtualMachines;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * One machine of 128 virtual CPUs on a socket of 64 cores, some of which loop for ever. A scheduler on the host ticks on every core; without ticks idle cores sleep deeply, and the
 * active ones may be clocked higher.
 *
 * <p>What follows from what: the gain with few active virtual CPUs from the boost curve and from whether idle cores sleep deeply, which the length of a tick decides; the gain with all
 * of them active from what a tick takes.
 */
public final class VirtualMachineTurbo implements Experiment {
    private static final int[] ACTIVE = {1, 4, 8, 16, 24, 32, 48, 64, 96, 128};
    private static final int[] ACTIVE_QUICK = {1, 32, 128};
    private static final int[] SENSITIVE = {1, 32, 128};
    private static final long MILLI = 1_000_000 * Timeline.NANO;

    /** Of a machine that is slow to move the slice plays no part: nobody waits here. */
    private static final Supplier<ThreadPolicy> POLICY = () -> new VirtualMachines(5_000_000);

    private static final Published GREATEST =
            Published.value("11.2", Confidence.FOUND, "abstract of the ASPLOS 2025 paper");
    private static final Published RANGE = Published.range(2, 12, Confidence.FOUND, "slides of the ASPLOS 2025 talk");

    @Override
    public String name() {
        return "vm";
    }

    @Override
    public String subject() {
        return "a machine of 128 virtual CPUs scheduled without host ticks: gain by boost";
    }

    /** One point: work per second, in cycles, on both hosts, each run anew from another seed. */
    private record Point(int active, Interval onHost, Interval wave, Interval gain) {}

    @Override
    public Findings run(Runs runs) {
        int[] active = runs.quick() ? ACTIVE_QUICK : ACTIVE;
        List<Point> points = points(runs, "virtual CPUs", MachineModel.MOUNT_EVANS, active, runs.repetitions());
        return new Findings(rows(points), List.of(speeds(points), gains(points)), remarks(runs, points));
    }

    private static List<Point> points(Runs runs, String what, MachineModel model, int[] active, int times) {
        List<Callable<BusyLoops.Outcome>> tasks = new ArrayList<>();
        long measured = 20 * MILLI;
        for (int count : active) {
            for (int i = 0; i < times; i++) {
                long seed = runs.seed() + i;
                tasks.add(() -> BusyLoops.run(VmPlan.onHost(model, POLICY), count, measured, seed));
                tasks.add(() -> BusyLoops.run(VmPlan.wave(model, POLICY), count, measured, seed));
            }
        }
        List<BusyLoops.Outcome> outcomes = runs.all(what, tasks);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < active.length; i++) {
            int from = 2 * times * i;
            points.add(point(active[i], outcomes.subList(from, from + 2 * times)));
        }
        return points;
    }

    /** @param outcomes in pairs from one seed: on the host, and Wave */
    private static Point point(int active, List<BusyLoops.Outcome> outcomes) {
        List<Double> onHost = new ArrayList<>();
        List<Double> wave = new ArrayList<>();
        List<Double> gain = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i += 2) {
            double before = outcomes.get(i).cyclesPerSecond();
            double after = outcomes.get(i + 1).cyclesPerSecond();
            onHost.add(before / 1e9);
            wave.add(after / 1e9);
            gain.add(100 * (after / before - 1));
        }
        return new Point(active, Interval.of(onHost), Interval.of(wave), Interval.of(gain));
    }

    private static List<Row> rows(List<Point> points) {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.following(
                "greatest gain over 1 to 128 active virtual CPUs",
                "%",
                GREATEST,
                greatest(points).gain()));
        points.forEach(point -> rows.add(row(point)));
        return rows;
    }

    private static Row row(Point point) {
        return Row.following("gain with " + point.active() + " active", "%", RANGE, point.gain());
    }

    private static String explanation(Point point) {
        return String.format(
                Locale.ROOT,
                "%s: every core is awake either way, so the clock is the same and the gain is what ticks take: %.2f %%. For the published 2 %% they would have to be %.0f times as dear as interrupt,"
                        + " kernel, local agent and guest exit together; what a tick does to a guest's caches and translations is not modelled.",
                row(point).what(),
                point.gain().mean(),
                RANGE.low() / point.gain().mean());
    }

    private static Point greatest(List<Point> points) {
        return points.stream()
                .max(Comparator.comparingDouble(point -> point.gain().mean()))
                .orElseThrow();
    }

    private static final Chart.Axis ACTIVE_AXIS = new Chart.Axis("active virtual CPUs", Chart.Scale.LINEAR);

    private static Chart speeds(List<Point> points) {
        return new Chart(
                "Work per active virtual CPU",
                ACTIVE_AXIS,
                new Chart.Axis("cycles per nanosecond", Chart.Scale.LINEAR),
                List.of(
                        new Chart.Series("on-host, ticks of 1 ms", perCpu(points, true)),
                        new Chart.Series("Wave, no ticks", perCpu(points, false))));
    }

    private static List<Chart.Point> perCpu(List<Point> points, boolean onHost) {
        return points.stream()
                .map(point -> new Chart.Point(
                        point.active(), scaled(onHost ? point.onHost() : point.wave(), 1.0 / point.active())))
                .toList();
    }

    private static Interval scaled(Interval interval, double by) {
        return new Interval(interval.mean() * by, interval.halfWidth() * by);
    }

    private static Chart gains(List<Point> points) {
        return new Chart(
                "Gain of Wave over the on-host scheduler",
                ACTIVE_AXIS,
                new Chart.Axis("gain, %", Chart.Scale.LINEAR),
                List.of(new Chart.Series(
                        "gain",
                        points.stream()
                                .map(point -> new Chart.Point(point.active(), point.gain()))
                                .toList())));
    }

    // ---- how much hangs on what is not known well

    /** What is assumed otherwise. */
    private record Assumption(String words, MachineModel model) {}

    private static List<Assumption> assumptions() {
        MachineModel model = MachineModel.MOUNT_EVANS;
        double gap = model.value(Cost.SOCKET_BOOST) - model.value(Cost.SOCKET_BOOST_ALL);
        return List.of(
                new Assumption(
                        "light sleepers keep half of an active core's budget",
                        assuming(model, Cost.SOCKET_RESERVE, 0.5 * model.value(Cost.SOCKET_RESERVE))),
                new Assumption(
                        "the clock falls half as far",
                        assuming(model, Cost.SOCKET_BOOST_ALL, model.value(Cost.SOCKET_BOOST) - 0.5 * gap)),
                new Assumption(
                        "the clock falls half as far again",
                        assuming(model, Cost.SOCKET_BOOST_ALL, model.value(Cost.SOCKET_BOOST) - 1.5 * gap)),
                new Assumption("a tick takes half the time", ticking(model, 0.5)),
                new Assumption("a tick takes half as much again", ticking(model, 1.5)),
                new Assumption("deep sleep is worth it, and left, in half the time", sleeping(model, 0.5)));
    }

    private static MachineModel ticking(MachineModel model, double factor) {
        MachineModel changed = model;
        for (Cost cost : List.of(Cost.TICK_KERNEL, Cost.TICK_AGENT, Cost.TICK_GUEST)) {
            changed = assuming(changed, cost, factor * model.value(cost));
        }
        return changed;
    }

    private static MachineModel sleeping(MachineModel model, double factor) {
        MachineModel changed = model;
        for (Cost cost : List.of(Cost.SLEEP_DEEP_ENTRY, Cost.SLEEP_DEEP_EXIT, Cost.SLEEP_DEEP_LEAST)) {
            changed = assuming(changed, cost, factor * model.value(cost));
        }
        return changed;
    }

    private static MachineModel assuming(MachineModel model, Cost cost, double value) {
        return model.with(cost, new Constant(value, Confidence.RECALLED, "assumed, to see what hangs on it"));
    }

    private static List<String> remarks(Runs runs, List<Point> points) {
        List<String> remarks = new ArrayList<>();
        remarks.add(String.format(
                Locale.ROOT,
                "Ticks of 1 ms keep idle cores in light sleep, which counts as awake for the boost; with up to %d active virtual CPUs on cores of their own that is what Wave gains (%.1f %%).",
                (int) MachineModel.MOUNT_EVANS.value(Cost.SOCKET_BOOST_CORES),
                greatest(points).gain().mean()));
        points.stream().filter(point -> row(point).missed()).forEach(point -> remarks.add(explanation(point)));
        remarks.add(
                "No constant was fitted to these results. Recalled, and decisive: the clock with all cores awake (socket.boost-all), the reserve for light sleepers (socket.reserve),"
                        + " how long deep sleep takes to leave (sleep.deep-exit).");
        for (Assumption assumption : runs.quick() ? List.<Assumption>of() : assumptions()) {
            remarks.add(sensitivity(runs, assumption));
        }
        return remarks;
    }

    private static String sensitivity(Runs runs, Assumption assumption) {
        StringBuilder text = new StringBuilder("If " + assumption.words() + ": ");
        for (Point point : points(runs, "what if", assumption.model(), SENSITIVE, 1)) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %% with %d active",
                    text.charAt(text.length() - 1) == ' ' && text.indexOf("%") < 0 ? "" : ", ",
                    point.gain().mean(),
                    point.active()));
        }
        return text.append('.').toString();
    }
}
