package dev.wave.verify.bench.harness;

import dev.wave.verify.bench.result.TableResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One run of {@code ./wave bench}: makes the tables of a benchmark and keeps what they measured. */
public final class BenchRun {
    private final BenchOptions options;
    private final Supplier<CpuPair> cpus;
    private final Gauge gauge;
    private final BooleanSupplier stopped;
    private final Consumer<String> progress;
    private final List<TableResult> results = new ArrayList<>();

    /**
     * @param stopped true when the user wants to see what there is
     * @param progress is told what is going on
     */
    public static BenchRun onThisMachine(BenchOptions options, BooleanSupplier stopped, Consumer<String> progress) {
        CpuPair cpus = CpuPair.allowed();
        return new BenchRun(options, () -> cpus, new LiveGauge(cpus), stopped, progress);
    }

    BenchRun(
            BenchOptions options,
            Supplier<CpuPair> cpus,
            Gauge gauge,
            BooleanSupplier stopped,
            Consumer<String> progress) {
        this.options = options;
        this.cpus = cpus;
        this.gauge = gauge;
        this.stopped = stopped;
        this.progress = progress;
    }

    /** A table whose samples keep two CPUs busy: each is bracketed by the ping-pong between {@link #cpus}, and only like is compared with like. */
    public BenchTable twoCpus(String title) {
        return new BenchTable(this, title, true);
    }

    /** A table whose samples take one CPU: no distance plays a part. */
    public BenchTable oneCpu(String title) {
        return new BenchTable(this, title, false);
    }

    /** Where to pin the two threads of a sample: {@link Pin#to}. */
    public CpuPair cpus() {
        return cpus.get();
    }

    public BenchOptions options() {
        return options;
    }

    /** The time for one table: what the user said, or else this benchmark's own default; quick runs take a tenth. */
    public Duration budget(Duration usual) {
        return options.seconds().isPresent()
                ? Duration.ofSeconds(options.seconds().getAsInt())
                : options.quick() ? usual.dividedBy(10) : usual;
    }

    /** True when the user asked to end: measure no more. */
    public boolean stopped() {
        return stopped.getAsBoolean();
    }

    public void progress(String what) {
        progress.accept(what);
    }

    Gauge gauge() {
        return gauge;
    }

    void keep(TableResult result) {
        results.add(result);
    }

    /** What was measured so far. */
    public List<TableResult> results() {
        return List.copyOf(results);
    }
}
