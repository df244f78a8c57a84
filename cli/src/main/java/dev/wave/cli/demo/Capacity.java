package dev.wave.cli.demo;

import dev.wave.cli.demo.plan.CpuPlan;
import dev.wave.cli.demo.plan.Settings;
import dev.wave.cli.demo.plan.Variant;
import dev.wave.cli.demo.plan.Workload;
import dev.wave.cli.demo.process.Child;
import dev.wave.cli.demo.process.StopRequest;
import dev.wave.cli.demo.result.RunResult;
import dev.wave.cli.demo.result.RunResult.Run;
import dev.wave.cli.demo.service.CapacityProcess;
import dev.wave.core.Clock;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds out how many requests per second a worker core can serve; every load is a share of that.
 *
 * <p>Two parts. What the requests themselves take is measured with plain code in one thread. What it takes to receive a request, start a thread for it and
 * answer is measured in a short run of the service on the JDK's virtual threads: the CPU the process used, less what its requests took, divided by
 * their number. A single saturated run would say less: at saturation requests are received by the dozen, and the few hundred scans of a few seconds
 * scatter.
 */
final class Capacity {
    private static final double START_SECONDS = 2;
    private static final double SECOND_NANOS = 1e9;

    /** Of the plain code; it is compiled soon. */
    private static final int LONGEST_WARM_UP_SECONDS = 2;

    private static final long SCAN_TARGET_NANOS = 10_000_000L;
    private static final long LOOK_MILLIS = 200;
    private static final String CAPACITY = "capacity ";
    private static final double TRIAL_LOAD = 0.55;
    private static final double AROUND_TRIAL_SECONDS = 3;

    private final DemoOptions options;
    private final CpuPlan cpus;
    private final Path database;
    private final Progress progress;
    private final StopRequest stop;
    private final Clock clock;

    Capacity(DemoOptions options, CpuPlan cpus, Path database, Progress progress, StopRequest stop, Clock clock) {
        this.options = options;
        this.cpus = cpus;
        this.database = database;
        this.progress = progress;
        this.stop = stop;
        this.clock = clock;
    }

    Calibration measure() throws InterruptedException {
        Calibration plain = plain();
        progress.left(trialSeconds());
        progress.step("measuring what receiving and answering takes");
        double rate = TRIAL_LOAD * plain.perSecond() * options.cores();
        Run run = new Run(Variant.JDK, Workload.ROCKSDB, TRIAL_LOAD, rate, false);
        DemoContext context = new DemoContext(options, cpus, database, plain, stop, clock);
        return new VariantRun(context, new Schedule.Entry(run, options.lengths().trial()), progress)
                .result()
                .map(result -> plain.withOverhead(overheadNanos(result, plain)))
                .orElseThrow(() -> new DemoFailure("stopped before anything was measured"));
    }

    private double trialSeconds() {
        return options.lengths().warmUp() + options.lengths().trial() + AROUND_TRIAL_SECONDS;
    }

    /** CPU per request beyond what the requests themselves take. */
    private static long overheadNanos(RunResult result, Calibration plain) {
        double seconds = result.usage().seconds();
        double answers = result.usage().perSecond() * seconds;
        double scans = result.latencies().scans().getTotalCount();
        double own = scans * plain.scanNanos() + (answers - scans) * plain.getNanos();
        return Math.max(0, Math.round((result.usage().hostCpu() * seconds * 1e9 - own) / answers));
    }

    private Calibration plain() throws InterruptedException {
        int seconds = options.lengths().plain();
        int warmUp = Math.min(LONGEST_WARM_UP_SECONDS, seconds);
        progress.left(START_SECONDS + warmUp + seconds + trialSeconds());
        progress.step("measuring what a core can do with plain code");
        Settings settings = Settings.NONE
                .with("database", database)
                .with("keys", DemoOptions.KEYS)
                .with("seed", options.seed())
                .with("scan-share", Workload.ROCKSDB.scanShare())
                .with("scan-target-nanos", SCAN_TARGET_NANOS)
                .with("warm-up-nanos", (long) (warmUp * SECOND_NANOS))
                .with("nanos", (long) (seconds * SECOND_NANOS));
        List<Integer> oneCpu = cpus.workers().stream().limit(1).toList();
        var recipe = new Child.Recipe(
                "calibration", CapacityProcess.class, JvmFlags.service(Variant.PLATFORM, 1), settings, oneCpu);
        try (Child child = Child.start(recipe)) {
            Optional<String> said = child.line(LOOK_MILLIS);
            while (said.filter(line -> line.startsWith(CAPACITY)).isEmpty() && !stop.asked()) {
                progress.tick();
                said = child.line(LOOK_MILLIS);
            }
            return said.map(line -> Calibration.of(
                            Settings.parse(line.substring(CAPACITY.length()).split(" "))))
                    .orElseThrow(() -> new DemoFailure("stopped before anything was measured"));
        }
    }
}
