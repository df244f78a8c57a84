package dev.wave.lab.scenario;

import dev.wave.lab.experiment.Runs;
import dev.wave.lab.experiment.WorkerPool;
import dev.wave.lab.scenario.Setup.Side;
import dev.wave.lab.threads.HostPlan;
import dev.wave.lab.threads.HostRun;
import dev.wave.lab.threads.HostRun.Served;
import dev.wave.lab.workload.TraceReplay;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Runs a scenario: every value of its sweep on both sides, its own point, and its own point over links of other latencies. */
public final class ScenarioRun {
    /** Where the break-even is looked for, in nanoseconds of round trip; the last is far beyond any PCIe link. */
    private static final List<Double> LATENCIES = List.of(100.0, 300.0, 750.0, 1_500.0, 3_000.0, 6_000.0, 12_000.0);

    private static final List<Double> LATENCIES_QUICK = List.of(100.0, 1_000.0, 12_000.0);

    private static final int QUICK = 10;
    private static final int FEWEST_REQUESTS = 1_000;
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    private final Scenario scenario;
    private final Runs runs;
    private final int requests;
    private final int repetitions;
    /** Filled by the workers. */
    private final Map<Job, Object> done = new ConcurrentHashMap<>();

    public ScenarioRun(Scenario scenario, Runs runs) {
        this.scenario = scenario;
        this.runs = runs;
        this.repetitions = scenario.base().workload() instanceof TraceReplay ? 1 : runs.repetitions();
        int wanted = scenario.extent().requests();
        this.requests = runs.quick() ? Math.max(FEWEST_REQUESTS, wanted / QUICK) : wanted;
    }

    /**
     * What is to be run on both sides.
     *
     * @param onHost the same, for an agent on the host: what differs in the link alone is one and the same for it
     */
    private record Point(double value, Setup offloaded, Setup onHost) {
        Setup on(Side side) {
            return side == Side.ON_HOST ? onHost : offloaded;
        }
    }

    /** One run; two points that ask for the same one share it. */
    private record Job(What what, Side side, Setup setup, int repetition) {
        enum What {
            SERVE,
            SATURATE
        }

        /** How much a host can do does not depend on how much it is offered. */
        static Job saturating(Side side, Setup setup, int repetition) {
            return new Job(What.SATURATE, side, setup.withLoad(1), repetition);
        }

        static Job serving(Side side, Setup setup, int repetition) {
            return new Job(What.SERVE, side, setup, repetition);
        }
    }

    /**
     * Runs it all; or, if the user stops it, as much as there was time for: what the answer needs comes first.
     *
     * @throws WorkerPool.Stopped if not even that was run
     */
    public ScenarioResult run() {
        Setup base = scenario.base();
        List<Point> sweep = scenario.sweep().values().stream().map(this::swept).toList();
        List<Point> links = overLinks(base);
        Point own = new Point(LinkLatency.of(base.model()), base, base);
        List<Point> all = new ArrayList<>(List.of(own));
        all.addAll(links);
        all.addAll(sweep);
        Optional<WorkerPool.Stopped> stopped = runAll(all);
        List<PointResult> ownResult = results(List.of(own));
        List<PointResult> sweepResults = results(sweep);
        List<PointResult> linkResults = links.isEmpty() ? sweepResults : results(links);
        if (ownResult.isEmpty() || linkResults.size() < Math.max(1, links.size())) {
            throw stopped.orElseThrow();
        }
        return new ScenarioResult(scenario, sweepResults, ownResult.getFirst(), linkResults, stopped.isEmpty());
    }

    private Point swept(double value) {
        Setup setup = scenario.sweep().at(scenario.base(), value);
        boolean linkAlone = scenario.sweep().variable() == Sweep.Variable.LINK_LATENCY;
        return new Point(value, setup, linkAlone ? scenario.base() : setup);
    }

    /** Empty if the sweep itself is over them. */
    private List<Point> overLinks(Setup base) {
        return scenario.sweep().variable() == Sweep.Variable.LINK_LATENCY
                ? List.of()
                : (runs.quick() ? LATENCIES_QUICK : LATENCIES)
                        .stream()
                                .map(nanos -> new Point(nanos, base.withLinkLatency(nanos), base))
                                .toList();
    }

    /** What is done when the user stops it is kept. */
    private Optional<WorkerPool.Stopped> runAll(List<Point> points) {
        Set<Job> jobs = new LinkedHashSet<>();
        points.forEach(point -> jobs.addAll(jobs(point)));
        List<Callable<Object>> tasks = jobs.stream()
                .<Callable<Object>>map(job -> () -> done.put(job, ran(job)))
                .toList();
        try {
            runs.all("runs", tasks);
            return Optional.empty();
        } catch (WorkerPool.Stopped e) {
            return Optional.of(e);
        }
    }

    private List<Job> jobs(Point point) {
        List<Job> jobs = new ArrayList<>();
        for (Side side : Side.values()) {
            for (int i = 0; i < repetitions; i++) {
                jobs.add(Job.serving(side, point.on(side), i));
                jobs.add(Job.saturating(side, point.on(side), i));
            }
        }
        return jobs;
    }

    /** Of those points of which all runs are done. */
    private List<PointResult> results(List<Point> points) {
        return points.stream()
                .filter(point -> done.keySet().containsAll(jobs(point)))
                .map(this::result)
                .toList();
    }

    private Object ran(Job job) {
        // The same for both sides and all points: whatever they have in common is no difference.
        long seed = runs.seed() + SEED_STEP * (job.repetition + 1);
        HostPlan plan = job.setup.plan(job.side);
        return job.what == Job.What.SERVE
                ? HostRun.serve(plan, job.setup.offered(), seed, requests)
                : (Object) HostRun.saturation(plan, job.setup.workload(), seed, requests);
    }

    private PointResult result(Point point) {
        Map<Side, List<Served>> served = new EnumMap<>(Side.class);
        Map<Side, List<Double>> saturation = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            List<Integer> all = IntStream.range(0, repetitions).boxed().toList();
            served.put(
                    side,
                    all.stream()
                            .map(i -> (Served) done.get(Job.serving(side, point.on(side), i)))
                            .toList());
            saturation.put(
                    side,
                    all.stream()
                            .map(i -> (Double) done.get(Job.saturating(side, point.on(side), i)))
                            .toList());
        }
        return new PointResult(point.value, point.offloaded.offered().ratePerSecond(), served, saturation);
    }
}
