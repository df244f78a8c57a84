package dev.wave.lab.threads;

import dev.wave.lab.workload.Latencies;
import dev.wave.lab.workload.Source;
import dev.wave.lab.workload.Workload;
import dev.wave.sim.machine.Machine;
import dev.wave.sim.time.Actor;
import dev.wave.sim.time.EventQueue;
import dev.wave.sim.time.Timeline;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * One run of one host.
 *
 * <pre>
 *   0         BOOT         warm                         end
 *   |----------|------------|----------------------------|--------->
 *    the agent   requests    requests that are measured   until all of those are answered, or it is hopeless
 *    takes over
 * </pre>
 */
public final class HostRun {
    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");
    private static final long BOOT = 20_000_000 * Timeline.NANO;

    /** What was measured is waited for as long again as it took to come, and so much for the last ones. */
    private static final long PATIENCE = 50_000_000 * Timeline.NANO;

    private static final int WARM_SHARE = 10;
    /** Long requests must have had the time to gather. */
    private static final int WARM_SHARE_SATURATED = 3;

    /** Under way when the host is never to run out of them: each core has some to choose from, and every request ends some time. */
    private static final int PER_CORE = 4;

    private final Workload workload;
    private final Timeline timeline;
    private final SimulatedHost host;
    private final Source requests;
    private final Latencies latencies;
    private long warm;
    private long end;
    private long taken;
    private long answered;
    private int underWay;
    private Actor bringer;
    private boolean parked;
    /** Requests under way when the host is never to run out of them; 0 if they come when they come. */
    private int kept;

    private HostRun(HostPlan plan, Workload workload, long seed) {
        RandomGenerator random = FACTORY.create(seed);
        this.workload = workload;
        Machine machine = new Machine(plan.model());
        this.timeline = machine.timeline();
        this.latencies = new Latencies(workload.classNames());
        this.requests = workload.source(FACTORY.create(random.nextLong()));
        this.host = new SimulatedHost(machine, plan, HostObserver.NONE, this::answered);
        host.start(random);
    }

    /**
     * What came of a run.
     *
     * @param classes by class of requests
     * @param keptUp all requests that were measured were answered in time; if not, their latencies say nothing
     */
    public record Served(List<Quantiles> classes, boolean keptUp) {}

    /** Latencies of a class, in nanoseconds; NaN where too few answers say what it is. */
    public record Quantiles(double p50, double p90, double p99, double p999) {
        static Quantiles of(Latencies all, int classIndex) {
            return new Quantiles(
                    all.quantileNanos(classIndex, 0.5),
                    all.quantileNanos(classIndex, 0.9),
                    all.quantileNanos(classIndex, 0.99),
                    all.quantileNanos(classIndex, 0.999));
        }
    }

    /** Answers to so many requests, at the workload's own rate. */
    public static Served serve(HostPlan plan, Workload workload, long seed, int count) {
        return new HostRun(plan, workload, seed).serve(count);
    }

    /**
     * Requests a second when the host never runs out of them: every answer is followed at once by the next request. That is the highest rate at which a queue in front of
     * it stays finite (the saturation rule of Baccelli and Foss). It is counted in work, computing of threads over the mean of a request: in the long run the same
     * as answers, since all that begins ends, but it scatters less.
     *
     * @param count how long: the time that all cores need for the work of so many
     */
    public static double saturation(HostPlan plan, Workload workload, long seed, int count) {
        return new HostRun(plan, workload, seed).saturate(plan, count);
    }

    private Served serve(int count) {
        double picosPerRequest = 1e12 / workload.ratePerSecond();
        warm = BOOT + Math.round(count * picosPerRequest / WARM_SHARE);
        end = warm + Math.round(count * picosPerRequest);
        bringer = host.source(this::bringInTime);
        timeline.runUntil(end);
        long hopeless = end + (end - warm) + PATIENCE;
        while (answered < taken && timeline.now() < hopeless) {
            timeline.runUntil(timeline.now() + PATIENCE / 50);
        }
        List<Quantiles> classes = IntStream.range(0, latencies.classNames().size())
                .mapToObj(i -> Quantiles.of(latencies, i))
                .toList();
        return new Served(classes, answered == taken);
    }

    /** Those that come after the end keep the host under load, but are not measured. */
    private void bringInTime() {
        timeline.parkUntil(BOOT);
        while (true) {
            long next = arrival();
            if (next <= timeline.now()) {
                requests.take();
                taken += isMeasured(next) ? 1 : 0;
                bring(next);
            } else {
                host.handOut();
                park(next);
            }
        }
    }

    private double saturate(HostPlan plan, int count) {
        int cores = plan.geometry().cores();
        kept = Math.min(plan.workers(), PER_CORE * cores);
        long length = Math.round(count * workload.meanServiceNanos() * 1_000 / cores);
        warm = BOOT + length / WARM_SHARE_SATURATED;
        end = warm + length;
        bringer = host.source(this::bringWithoutEnd);
        timeline.runUntil(warm);
        long before = host.busyPicos();
        timeline.runUntil(end);
        double busyCores = (double) (host.busyPicos() - before) / (end - warm);
        return busyCores * 1e9 / workload.meanServiceNanos();
    }

    private void bringWithoutEnd() {
        timeline.parkUntil(BOOT);
        while (true) {
            while (underWay < kept) {
                if (requests.arrivalPicos() == Source.NEVER) {
                    // Whoever is to ask next has not thought enough; here, that is of no account.
                    requests.answered(0);
                }
                requests.take();
                underWay++;
                bring(timeline.now());
            }
            park(EventQueue.NEVER);
        }
    }

    private void bring(long arrival) {
        host.submit(new Request(arrival, requests.servicePicos(), requests.classIndex()));
        host.handOut();
    }

    private long arrival() {
        long next = requests.arrivalPicos();
        return next == Source.NEVER ? EventQueue.NEVER : BOOT + next;
    }

    /** Only here may it be woken: elsewhere it is computing. */
    private void park(long until) {
        parked = true;
        timeline.parkUntil(until);
        parked = false;
    }

    private boolean isMeasured(long arrival) {
        return arrival >= warm && arrival < end;
    }

    private void answered(Request request, long atPicos) {
        underWay--;
        if (isMeasured(request.arrivalPicos())) {
            answered++;
            latencies.record(request.type(), atPicos - request.arrivalPicos());
        }
        if (kept == 0) {
            requests.answered(atPicos - BOOT);
        }
        if (parked) {
            bringer.wakeAt(timeline.now());
        }
    }
}
