package dev.wave.cli.demo;

import dev.wave.cli.demo.plan.CpuPlan;
import dev.wave.cli.demo.plan.Variant;
import dev.wave.cli.demo.process.StopRequest;
import dev.wave.cli.demo.result.RunResult;
import dev.wave.cli.demo.store.StoreFiller;
import dev.wave.core.Clock;
import dev.wave.threads.virtual.ThreadEnclave;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;

/** The main job: the same service under the same load, its threads scheduled in several ways. */
public final class Demo {

    private final DemoOptions options;
    private final Progress progress;
    private final Clock clock;
    private final StopRequest stop;

    private Demo(DemoOptions options, Progress progress, Clock clock, StopRequest stop) {
        this.options = options;
        this.progress = progress;
        this.clock = clock;
        this.stop = stop;
    }

    /** Everything a demo found. @param complete false if Ctrl-C cut it short */
    public record Findings(
            DemoOptions options, CpuPlan cpus, Calibration calibration, List<RunResult> results, boolean complete) {
        public Findings {
            results = List.copyOf(results);
        }
    }

    /**
     * Runs the whole demo.
     *
     * @param presenter told what was found, also when it is only a part, before the JVM may end
     */
    public static int run(DemoOptions options, PrintWriter err, Clock clock, Presenter presenter) {
        StopRequest stop = StopRequest.install();
        try {
            Progress progress = new Progress(err, System.console() != null, clock);
            Findings findings = new Demo(options, progress, clock, stop).measure();
            progress.clear();
            return presenter.present(findings);
        } catch (InterruptedException e) {
            throw new DemoFailure("interrupted: nothing was measured", e);
        } finally {
            stop.finished();
        }
    }

    /** Shows what was found. */
    public interface Presenter {
        /** @return the exit status */
        int present(Findings findings);
    }

    private Findings measure() throws InterruptedException {
        if (options.variants().stream().anyMatch(Variant::offloaded)
                && !ThreadEnclave.problem().isEmpty()) {
            throw new DemoFailure(ThreadEnclave.problem());
        }
        Path database = fill();
        CpuPlan cpus = CpuPlan.forCores(options.cores());
        if (!cpus.pinned()) {
            progress.step("nothing is pinned to a CPU, so the numbers will scatter: " + cpus.problem());
        }
        Calibration calibration = new Capacity(options, cpus, database, progress, stop, clock).measure();
        DemoContext context = new DemoContext(options, cpus, database, calibration, stop, clock);
        List<RunResult> results = runAll(context);
        return new Findings(options, cpus, calibration, results, !stop.asked());
    }

    private Path fill() {
        StoreFiller filler = new StoreFiller(options.files().cache(), DemoOptions.KEYS);
        if (options.files().fill() || !filler.complete()) {
            try {
                progress.step("filling a database of " + DemoOptions.KEYS + " keys, once");
                filler.fill(
                        written -> progress.step("filling the database: " + written * 100L / DemoOptions.KEYS + " %"));
            } catch (RocksDBException | java.io.UncheckedIOException e) {
                throw new DemoFailure(
                        "the database cannot be made in " + filler.folder() + " (" + e.getMessage()
                                + "), so there is nothing to serve. Free space there or set XDG_CACHE_HOME.",
                        e);
            }
        }
        return filler.folder();
    }

    private List<RunResult> runAll(DemoContext context) throws InterruptedException {
        Schedule schedule = Schedule.of(options, context.calibration());
        List<RunResult> results = new ArrayList<>();
        for (int i = 0; i < schedule.entries().size() && !stop.asked(); i++) {
            Schedule.Entry entry = schedule.entries().get(i);
            progress.left(schedule.secondsFrom(i));
            progress.step(describe(entry.run()));
            new VariantRun(context, entry, progress).result().ifPresent(results::add);
        }
        return results;
    }

    private static String describe(RunResult.Run run) {
        String what = run.workload().saturating()
                ? "uniform short requests, as many as go through"
                : "%.0f %% load, %.0f requests/s".formatted(run.load() * 100, run.perSecond());
        return run.variant().label() + (run.repeat() ? " again" : "") + ": " + what;
    }
}
