package dev.wave.verify.bench;

import dev.wave.cli.BenchSuite;
import dev.wave.cli.ExpectedFailure;
import dev.wave.cli.demo.process.StopRequest;
import dev.wave.lab.report.ThisMachine;
import dev.wave.verify.bench.agent.AgentBenchmark;
import dev.wave.verify.bench.fallback.FallbackBenchmark;
import dev.wave.verify.bench.harness.BenchOptions;
import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.ledger.LedgerBenchmark;
import dev.wave.verify.bench.live.AllocationBenchmark;
import dev.wave.verify.bench.live.IdleBenchmark;
import dev.wave.verify.bench.live.SwitchBenchmark;
import dev.wave.verify.bench.polls.PollsBenchmark;
import dev.wave.verify.bench.preempt.PreemptBenchmark;
import dev.wave.verify.bench.queue.PingPongBenchmark;
import dev.wave.verify.bench.queue.QueueBenchmark;
import dev.wave.verify.bench.simulator.SimulatorBenchmark;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every benchmark there is, and how {@code ./wave bench} runs them. */
public final class Benchmarks implements BenchSuite {
    /** In the order in which they run. A new benchmark is one class and one line here. */
    private static final List<Benchmark> ALL = List.of(
            new QueueBenchmark(),
            new PingPongBenchmark(),
            new AgentBenchmark(),
            new SwitchBenchmark(),
            new PreemptBenchmark(),
            new AllocationBenchmark(),
            new IdleBenchmark(),
            new FallbackBenchmark(),
            new PollsBenchmark(),
            new LedgerBenchmark(),
            new SimulatorBenchmark());

    @Override
    public Map<String, String> benchmarks() {
        return ALL.stream()
                .collect(Collectors.toMap(Benchmark::name, Benchmark::what, (a, b) -> a, LinkedHashMap::new));
    }

    @Override
    public int run(Request request, PrintWriter out, PrintWriter err) {
        Path home = Path.of(System.getProperty("wave.home", "."));
        BenchOptions options = new BenchOptions(request.quick(), request.seconds(), request.seed(), home);
        StopRequest stop = StopRequest.install();
        BenchReport report = new BenchReport(out, ThisMachine.facts(), request.seed());
        try {
            report.heading();
            for (Benchmark benchmark : ALL) {
                if (request.names().contains(benchmark.name()) && !stop.asked()) {
                    one(benchmark, BenchRun.onThisMachine(options, stop::asked, progress(err)), report);
                }
            }
            request.json().ifPresent(report::write);
            return report.summary(stop.asked());
        } finally {
            stop.finished();
        }
    }

    private static void one(Benchmark benchmark, BenchRun run, BenchReport report) {
        try {
            benchmark.run(run);
        } catch (ExpectedFailure e) {
            report.failed(benchmark.name(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            report.failed(benchmark.name(), "interrupted");
        } catch (Exception e) {
            throw new IllegalStateException("benchmark " + benchmark.name() + " broke; this is a fault of it", e);
        } finally {
            report.tables(benchmark, run.results());
        }
    }

    /** On a terminal one line that is rewritten; else a line per table, since nobody wants the rounds in a log. */
    private static java.util.function.Consumer<String> progress(PrintWriter err) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return text -> {
            if (terminal) {
                err.print("\r\u001b[K" + text + "\r");
            } else if (!text.contains(": round ")) {
                err.println("bench: " + text);
            }
            err.flush();
        };
    }
}
