package dev.wave.cli;

import dev.wave.lab.experiment.WorkerPool;
import dev.wave.lab.experiment.WorkerPool.Length;
import dev.wave.lab.report.ResultFile;
import dev.wave.lab.report.Study;
import dev.wave.lab.report.Study.Extent;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What all verbs that run experiments on the simulated machine are asked alike. */
final class SimulationOptions {
    private static final int REPETITIONS = 5;
    private static final int REPETITIONS_QUICK = 3;
    private static final int MOST_REPETITIONS = 1_000;
    private static final int MOST_WORKERS = 1_024;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of everything that is drawn: the same seed gives the same result. Default 42.")
    private Long seed;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "Runs of each point, each from another seed, for the intervals; default " + REPETITIONS
                    + ", with --quick " + REPETITIONS_QUICK + ".")
    private Integer repetitions;

    @Option(names = "--quick", description = "A first look: shorter runs.")
    private boolean quick;

    @Option(names = "--workers", paramLabel = "N", description = "Runs at the same time; default all CPUs.")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the report goes; default a folder of the verb's name in target/.")
    private Path out;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the result for machines (docs/simulator.md).")
    private Path json;

    private final String verb;
    private long usualSeed = 42;
    private int usualRepetitions = REPETITIONS;

    SimulationOptions(String verb) {
        this.verb = verb;
    }

    /** What holds where the command line says nothing. */
    void orElse(long ownSeed, int ownRepetitions) {
        usualSeed = ownSeed;
        usualRepetitions = ownRepetitions;
    }

    /** Before anything runs: what makes no sense, and places that cannot be written. */
    void check(CommandSpec spec) {
        within(spec, "--repeat", repetitions(), MOST_REPETITIONS);
        within(spec, "--workers", workers, MOST_WORKERS);
        checkPlace("--out", report());
        checkPlace("--json", json);
    }

    /** A place that cannot be written must not be found out when all has been done. @param place null if the user named none */
    static void checkPlace(String option, Path place) {
        try {
            if (place != null) {
                ResultFile.tryOut(place);
            }
        } catch (UncheckedIOException e) {
            throw new ExpectedFailure(e.getMessage() + " with " + option + ".", e);
        }
    }

    private static void within(CommandSpec spec, String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(
                    spec.commandLine(), option + " " + value + " makes no sense; give 1 to " + most);
        }
    }

    private int repetitions() {
        return repetitions != null ? repetitions : quick ? REPETITIONS_QUICK : usualRepetitions;
    }

    private Path report() {
        Path folder = out != null ? out : Path.of(System.getProperty("wave.home", "."), "target", verb);
        return folder.resolve("report.html");
    }

    WorkerPool.Settings settings() {
        return new WorkerPool.Settings(
                seed == null ? usualSeed : seed, repetitions(), quick ? Length.QUICK : Length.FULL, workers);
    }

    Study.Settings studySettings(boolean cutShort) {
        Extent extent = cutShort ? Extent.CUT_SHORT : quick ? Extent.QUICK : Extent.FULL;
        return new Study.Settings(settings().seed(), repetitions(), extent);
    }

    /** Leaves the result for machines alone, if it was asked for. */
    void writeJson(Supplier<String> text) {
        try {
            if (json != null) {
                ResultFile.write(json, text.get());
            }
        } catch (UncheckedIOException e) {
            throw new ExpectedFailure(e.getMessage() + " with --json. What was found stands above.", e);
        }
    }

    /** Leaves the report, and the result for machines if it was asked for. */
    void write(String html, Supplier<String> jsonText, PrintWriter words) {
        try {
            ResultFile.write(report(), html);
            words.println("Report: " + report());
            if (json != null) {
                ResultFile.write(json, jsonText.get());
            }
        } catch (UncheckedIOException e) {
            throw new ExpectedFailure(e.getMessage() + " with --out or --json. What was found stands above.", e);
        }
    }
}
