package dev.wave.cli;

import dev.wave.cli.demo.process.StopRequest;
import dev.wave.cli.trace.SimulatedTrace;
import dev.wave.cli.trace.SimulatedTrace.Stretch;
import dev.wave.cli.trace.TraceFailure;
import dev.wave.core.Clock;
import dev.wave.lab.experiment.WorkerPool;
import dev.wave.lab.report.Json;
import dev.wave.lab.report.ThisMachine;
import dev.wave.lab.swarm.Swarm;
import dev.wave.lab.swarm.SwarmResult;
import dev.wave.lab.swarm.SwarmTally;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code ./wave simulate --seeds N}: swarms of simulated machines with faults. */
final class SwarmOptions {
    private static final int SHOWN = 10;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "No scenario: N small machines, each with faults of its own, on which the shipping code must"
                    + " stay right and come back to work.")
    private Long seeds;

    @Option(names = "--from", paramLabel = "S", description = "The first of the seeds; default 1.")
    private long from = 1;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "With one seed: draws its run, for Perfetto. With more: draws the first one that breaks.")
    private Path trace;

    /** What is said of a swarm says nothing about a scenario. */
    void refuseWithout(CommandSpec spec) {
        if (trace != null || from != 1) {
            throw new ParameterException(
                    spec.commandLine(), "--trace and --from are about swarms; give --seeds and a number with them");
        }
    }

    /** True if the user wants a swarm. */
    boolean asked() {
        return seeds != null;
    }

    /** @return the exit status */
    int run(CommandSpec spec, SimulationOptions options) {
        if (seeds < 1) {
            throw new ParameterException(spec.commandLine(), "--seeds " + seeds + " makes no sense; give 1 or more");
        }
        options.check(spec);
        SimulationOptions.checkPlace("--trace", trace);
        PrintWriter out = spec.commandLine().getOut();
        if (seeds == 1 && trace != null) {
            SwarmResult result = traced(from);
            tell(out, result);
            out.println(result.broken() ? "Trace: " + trace : "seed " + from + ": nothing broke. Trace: " + trace);
            out.flush();
            return result.broken() ? Wave.FELL_SHORT : Wave.DONE;
        }
        StopRequest stop = StopRequest.install();
        try {
            return tell(out, options, swarm(spec, options, stop));
        } finally {
            stop.finished();
        }
    }

    private SwarmTally swarm(CommandSpec spec, SimulationOptions options, StopRequest stop) {
        RunProgress progress = new RunProgress("simulate", spec.commandLine().getErr(), Clock.system());
        progress.begin("swarm");
        try (WorkerPool pool = new WorkerPool(options.settings(), progress)) {
            stop.whenAsked(pool::stop);
            SwarmTally tally = Swarm.run(pool, from, seeds);
            progress.clear();
            return tally;
        } catch (WorkerPool.Stopped e) {
            progress.clear();
            throw new ExpectedFailure("stopped; nothing is said about seeds that were not run. Ask for fewer.", e);
        }
    }

    private int tell(PrintWriter out, SimulationOptions options, SwarmTally tally) {
        tally.lines().forEach(out::println);
        tally.broken().stream().limit(SHOWN).forEach(result -> tell(out, result));
        tally.missing()
                .forEach(kind -> out.println("MISSING  " + kind.words()
                        + " occurred in hardly any seed: this swarm shows nothing about it"));
        boolean good = tally.brokenSeeds() == 0 && tally.missing().isEmpty();
        out.println(
                good
                        ? "HELD     every seed stayed safe and came back to work"
                        : tally.brokenSeeds() + " of " + tally.seeds() + " seeds broke");
        if (tally.brokenSeeds() > 0) {
            SwarmResult first = tally.broken().getFirst();
            trace = trace == null ? Path.of("seed-" + first.seed() + ".json") : trace;
            traced(first.seed());
            out.println("Trace of seed " + first.seed() + ": " + trace);
        }
        options.writeJson(() -> json(tally));
        out.flush();
        return good ? Wave.DONE : Wave.FELL_SHORT;
    }

    private String json(SwarmTally tally) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schema", "wave-swarm-1");
        all.put("simulated", true);
        all.put("machine", ThisMachine.facts());
        all.put("from", from);
        all.putAll(tally.members());
        return Json.text(all) + "\n";
    }

    private static void tell(PrintWriter out, SwarmResult result) {
        if (result.broken()) {
            out.println("BROKEN   seed " + result.seed() + ": " + result.violation());
            out.println("         to replay: " + result.replay());
        }
    }

    private SwarmResult traced(long seed) {
        try {
            return SimulatedTrace.of(trace, Stretch.ALL, Map.of("seed", seed), () -> Swarm.one(seed));
        } catch (TraceFailure | UncheckedIOException e) {
            throw new ExpectedFailure(e.getMessage(), e);
        }
    }
}
