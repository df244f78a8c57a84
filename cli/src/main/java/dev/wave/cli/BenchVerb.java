package dev.wave.cli;

import dev.wave.lab.report.ResultFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./wave bench}: the benchmarks, with what they are compared with in the same run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures Wave beside others, and says which numbers were reached.",
        footer = {
            "",
            "What is measured and how: docs/bench.md. Exit status 1 means that a number was missed; each is named.",
            "Example: ./wave bench queue pingpong --json bench.json"
        })
final class BenchVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Which benchmarks; without a name all of them.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "Names the benchmarks and measures nothing.")
    private boolean list;

    @Option(names = "--quick", description = "A tenth of the time: a look, not a measurement.")
    private boolean quick;

    @Option(names = "--seconds", paramLabel = "N", description = "For each table; default what each benchmark needs.")
    private Integer seconds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Of the order of the samples; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the results for machines (docs/bench.md).")
    private Path json;

    @Override
    public Integer call() {
        BenchSuite suite = ServiceLoader.load(BenchSuite.class)
                .findFirst()
                .orElseThrow(
                        () -> new ExpectedFailure("the benchmarks are not on the class path, so none can run; start"
                                + " this verb as './wave bench' in a checkout, which builds them."));
        Map<String, String> known = suite.benchmarks();
        if (list) {
            known.forEach((name, what) -> spec.commandLine().getOut().printf("%-12s %s%n", name, what));
            return Wave.DONE;
        }
        names.forEach(name -> check(name, known));
        if (seconds != null && seconds < 1) {
            throw bad("--seconds " + seconds + " makes no sense; give at least 1");
        }
        tryOut();
        List<String> chosen = names.isEmpty() ? List.copyOf(known.keySet()) : names;
        return suite.run(
                new BenchSuite.Request(
                        chosen,
                        quick,
                        seconds == null ? OptionalInt.empty() : OptionalInt.of(seconds),
                        Optional.ofNullable(json),
                        seed),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }

    /** What is measured for minutes must not be lost for want of a place. */
    private void tryOut() {
        try {
            if (json != null) {
                ResultFile.tryOut(json);
            }
        } catch (UncheckedIOException e) {
            throw new ExpectedFailure(e.getMessage() + " with --json.", e);
        }
    }

    private void check(String name, Map<String, String> known) {
        if (!known.containsKey(name)) {
            throw bad("there is no benchmark '" + name + "'; there are " + String.join(", ", known.keySet()));
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
