package dev.wave.cli;

import dev.wave.cli.demo.process.StopRequest;
import dev.wave.cli.trace.SimulatedTrace;
import dev.wave.cli.trace.SimulatedTrace.Stretch;
import dev.wave.cli.trace.TraceFailure;
import dev.wave.core.Clock;
import dev.wave.core.NearestName;
import dev.wave.core.model.MachineModel;
import dev.wave.lab.experiment.Experiment;
import dev.wave.lab.experiment.Row;
import dev.wave.lab.experiment.Verdict;
import dev.wave.lab.experiment.WorkerPool;
import dev.wave.lab.report.Figures;
import dev.wave.lab.report.FindingsTable;
import dev.wave.lab.report.Study;
import dev.wave.lab.report.Study.Chapter;
import dev.wave.lab.report.StudyJson;
import dev.wave.lab.report.StudyPage;
import dev.wave.lab.reproduce.Experiments;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./wave reproduce}: published figures and tables, on the simulated machine. */
@Command(
        name = "reproduce",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Reproduces published figures and tables on the simulated machine, beside what was published.",
        footer = {
            "",
            "What is simulated and how far to trust it: docs/simulator.md. Exit status 1 means that a number missed what was",
            "published and nothing explains it; each is named.",
            "Example: ./wave reproduce fifo shinjuku --out report"
        })
final class ReproduceVerb implements Callable<Integer> {
    private static final String SCHEMA = "wave-reproduce-1";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Which experiments; without a name all of them.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "Names the experiments and runs nothing.")
    private boolean list;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description =
                    "Draws a short run of the first experiment that has one, cores and agent as tracks, for Perfetto.")
    private Path trace;

    @Mixin
    private SimulationOptions options = new SimulationOptions("reproduce");

    private final List<Experiment> known;
    private final List<Chapter> chapters = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    ReproduceVerb() {
        this(Experiments.ALL);
    }

    /** With experiments of its own, for a test. */
    ReproduceVerb(List<Experiment> known) {
        this.known = known;
    }

    @Override
    public Integer call() {
        if (list) {
            known.forEach(one -> out().printf("%-14s %s%n", one.name(), one.subject()));
            return Wave.DONE;
        }
        List<Experiment> chosen = names.isEmpty()
                ? known
                : names.stream().distinct().map(this::named).toList();
        options.check(spec);
        SimulationOptions.checkPlace("--trace", trace);
        Runnable sample = trace == null ? () -> {} : sample(chosen);
        StopRequest stop = StopRequest.install();
        try {
            run(chosen, stop);
            int status = tell(stop.asked());
            sample.run();
            return status;
        } finally {
            stop.finished();
        }
    }

    /** What draws the trace, when everything else has been done: nothing else may be simulated meanwhile. */
    private Runnable sample(List<Experiment> chosen) {
        long seed = options.settings().seed();
        Experiment first = chosen.stream()
                .filter(one -> one.sample(seed).isPresent())
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--trace needs an experiment with cores and an agent: fifo or shinjuku"));
        Map<String, String> about = Map.of("experiment", first.name(), "seed", Long.toString(seed));
        return () -> {
            try {
                SimulatedTrace.of(trace, Stretch.ALL, about, () -> {
                    first.sample(seed).orElseThrow().run();
                    return first;
                });
                out().println("Trace of a run of " + first.name() + ", for ui.perfetto.dev: " + trace);
            } catch (TraceFailure e) {
                throw new ExpectedFailure(e.getMessage(), e);
            }
        };
    }

    private void run(List<Experiment> chosen, StopRequest stop) {
        RunProgress progress = new RunProgress("reproduce", spec.commandLine().getErr(), Clock.system());
        try (WorkerPool pool = new WorkerPool(options.settings(), progress)) {
            stop.whenAsked(pool::stop);
            for (Experiment experiment : chosen) {
                progress.begin(experiment.name());
                runOne(experiment, pool, progress);
            }
        } catch (WorkerPool.Stopped e) {
            progress.clear();
        }
    }

    /** What the other experiments find must not be lost because one has a fault. */
    private void runOne(Experiment experiment, WorkerPool pool, RunProgress progress) {
        try {
            Chapter chapter = new Chapter(experiment.name(), experiment.subject(), experiment.run(pool));
            chapters.add(chapter);
            progress.clear();
            out().println(FindingsTable.text(chapter));
            out().flush();
        } catch (WorkerPool.Stopped e) {
            throw e;
        } catch (RuntimeException e) {
            progress.clear();
            // A fault of ours: the trace is what whoever mends it needs.
            System.getLogger("dev.wave").log(System.Logger.Level.ERROR, experiment.name() + " failed", e);
            failures.add("FAILED   " + experiment.name() + ": " + e.getMessage());
        }
    }

    /** @return the exit status */
    private int tell(boolean cutShort) {
        String summary = summary() + (cutShort ? " Stopped: this is what had been found so far." : "");
        Study study = new Study(
                "Wave on the simulated SmartNIC machine",
                List.of(summary),
                chapters,
                MachineModel.PRESETS,
                options.studySettings(cutShort));
        out().println(summary);
        misses().forEach(out()::println);
        failures.forEach(out()::println);
        options.write(StudyPage.html(study), () -> StudyJson.text(SCHEMA, study), out());
        out().flush();
        return misses().isEmpty() && failures.isEmpty() && !cutShort ? Wave.DONE : Wave.FELL_SHORT;
    }

    private String summary() {
        List<Row> rows = chapters.stream()
                .flatMap(chapter -> chapter.findings().rows().stream())
                .toList();
        long fitted = rows.stream().filter(row -> row.role() == Row.Role.FITTED).count();
        return String.format(
                Locale.ROOT,
                "%d numbers: %d agree with what was published, %d near, %d off, %d without a published value; %d of them fitted.",
                rows.size(),
                count(rows, Verdict.AGREES),
                count(rows, Verdict.NEAR),
                count(rows, Verdict.ABOVE) + count(rows, Verdict.BELOW),
                count(rows, Verdict.OPEN),
                fitted);
    }

    private static long count(List<Row> rows, Verdict verdict) {
        return rows.stream().filter(row -> row.verdict() == verdict).count();
    }

    private List<String> misses() {
        return chapters.stream()
                .flatMap(chapter -> chapter.findings().unexplained().stream().map(row -> missed(chapter, row)))
                .toList();
    }

    private static String missed(Chapter chapter, Row row) {
        return "MISSED   " + chapter.name() + ": " + row.what() + " is " + Figures.text(row.simulated()) + " "
                + row.unit() + ", published is " + row.published().text() + "; nothing explains it";
    }

    private Experiment named(String name) {
        return known.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "there is no experiment '" + name + "'; did you mean '"
                                + NearestName.to(
                                        name,
                                        known.stream().map(Experiment::name).toList())
                                + "'? './wave reproduce --list' names them all"));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
