package dev.wave.cli;

import dev.wave.cli.demo.process.StopRequest;
import dev.wave.core.Clock;
import dev.wave.lab.experiment.WorkerPool;
import dev.wave.lab.report.Study;
import dev.wave.lab.report.StudyPage;
import dev.wave.lab.scenario.Scenario;
import dev.wave.lab.scenario.ScenarioReport;
import dev.wave.lab.scenario.ScenarioResult;
import dev.wave.lab.scenario.ScenarioRun;
import dev.wave.lab.scenario.file.ScenarioFile;
import dev.wave.lab.scenario.file.UnusableScenario;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.Policies;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./wave simulate}: does offloading pay for the reader's own machine, link, workload and policy? */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Answers on the simulated machine whether offloading pays for your machine, link, workload and policy.",
        footer = {
            "",
            "What a scenario may say: docs/simulator.md; to begin with, copy one of examples/scenarios.",
            "Swarms with faults: ./wave simulate --seeds 10000",
            "Example: ./wave simulate examples/scenarios/pcie-latency.toml --quick"
        })
final class SimulateVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SCENARIO", arity = "0..1", description = "A file of TOML.")
    private Path file;

    @Mixin
    private SwarmOptions swarm = new SwarmOptions();

    @Mixin
    private SimulationOptions options = new SimulationOptions("simulate");

    @Override
    public Integer call() {
        if (swarm.asked() == (file != null)) {
            throw new ParameterException(
                    spec.commandLine(), "name either a scenario or, for swarms with faults, --seeds and a number");
        }
        if (swarm.asked()) {
            return swarm.run(spec, options);
        }
        swarm.refuseWithout(spec);
        Scenario scenario = scenario();
        options.orElse(scenario.extent().seed(), scenario.extent().repetitions());
        options.check(spec);
        StopRequest stop = StopRequest.install();
        RunProgress progress = new RunProgress("simulate", spec.commandLine().getErr(), Clock.system());
        progress.begin(file.getFileName().toString());
        try (WorkerPool pool = new WorkerPool(options.settings(), progress)) {
            stop.whenAsked(pool::stop);
            ScenarioResult result = new ScenarioRun(scenario, pool).run();
            progress.clear();
            tell(new ScenarioReport(result), options.studySettings(!result.complete()));
            return result.complete() ? Wave.DONE : Wave.FELL_SHORT;
        } catch (WorkerPool.Stopped e) {
            progress.clear();
            // Said here: once this verb is done with the user's Ctrl-C, the JVM waits for nobody.
            PrintWriter err = spec.commandLine().getErr();
            err.println(
                    "wave simulate: stopped before enough had been run for an answer; --quick takes a tenth of the time.");
            err.flush();
            return Wave.FELL_SHORT;
        } finally {
            stop.finished();
        }
    }

    private void tell(ScenarioReport report, Study.Settings settings) {
        spec.commandLine().getOut().println(report.text());
        options.write(
                StudyPage.html(report.study(settings)),
                () -> report.json(settings),
                spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
    }

    private Scenario scenario() {
        try {
            return ScenarioFile.read(file, SimulateVerb::policy);
        } catch (UnusableScenario e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static Supplier<ThreadPolicy> policy(String name, Policies.Parameters parameters) {
        return name.endsWith(".java") ? PolicyFile.load(Path.of(name)) : PolicyName.find(name, parameters);
    }
}
