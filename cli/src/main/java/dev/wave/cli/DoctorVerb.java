package dev.wave.cli;

import dev.wave.cli.doctor.Diagnosis;
import dev.wave.core.Clock;
import dev.wave.lab.report.ResultFile;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./wave doctor}: what this machine can do, and the command that mends what it cannot. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Says what this machine can do, and what would mend what it cannot. Reads only, changes nothing.",
        footer = {"", "Exit status 0 if ./wave demo can run, else 1.", "Example: ./wave doctor --json doctor.json"})
final class DoctorVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Writes the findings for machines (docs/operating.md).")
    private Path json;

    @Override
    public Integer call() throws InterruptedException {
        Diagnosis found = Diagnosis.ofThisMachine(DemoVerb.cacheFolder(), Clock.system());
        PrintWriter out = spec.commandLine().getOut();
        out.println(found.text());
        out.println();
        out.println(found.missing().isEmpty() ? "./wave demo can run here." : "./wave demo cannot run here.");
        out.flush();
        write(found);
        if (!found.missing().isEmpty()) {
            throw new ExpectedFailure("the demo lacks " + String.join(", ", found.missing())
                    + "; the lines with '->' above say what to do.");
        }
        return Wave.DONE;
    }

    private void write(Diagnosis found) {
        try {
            if (json != null) {
                ResultFile.write(json, found.json());
            }
        } catch (UncheckedIOException e) {
            throw new ExpectedFailure(e.getMessage() + " with --json.", e);
        }
    }
}
