package dev.wave.cli;

import dev.wave.cli.trace.Trace;
import dev.wave.cli.trace.TraceFailure;
import dev.wave.cli.trace.TraceOptions;
import dev.wave.lab.report.Json;
import dev.wave.lab.report.ResultFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./wave trace}: what a service and its agent said to each other, as a picture. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Records a running service and its agent, and draws cores, agent and decisions for Perfetto.",
        footer = {
            "",
            "Both processes keep a ledger as Flight Recorder events, off until asked for; this asks for it, and turns it off again.",
            "Example: ./wave trace --link shm:orders --seconds 2 --out trace.json     (then open trace.json at https://ui.perfetto.dev)",
            "Example: ./wave trace --from host.jfr --from agent.jfr"
        })
final class TraceVerb implements Callable<Integer> {
    private static final double LONGEST_SECONDS = 600;

    @Spec
    private CommandSpec spec;

    @Option(names = "--link", paramLabel = "URI", description = "The service's link, shm:NAME.")
    private String link;

    @Option(
            names = "--seconds",
            defaultValue = "2",
            paramLabel = "N",
            description = "How long to record. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--out",
            defaultValue = "trace.json",
            paramLabel = "FILE",
            description = "Where the trace goes. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Option(
            names = "--host-pid",
            paramLabel = "PID",
            description =
                    "The service's process, if the link does not tell (another process namespace), or without a link.")
    private Long hostPid;

    @Option(names = "--agent-pid", paramLabel = "PID", description = "The agent's process, likewise.")
    private Long agentPid;

    @Option(
            names = "--from",
            paramLabel = "JFR",
            description = "Draw recordings made before, of the service, the agent, or both, instead of recording.")
    private List<Path> from = List.of();

    @Option(
            names = "--recordings",
            paramLabel = "DIR",
            description = "Keep the recordings there, for JDK Mission Control, jfr, or --from.")
    private Path recordings;

    @Option(
            names = "--max-events",
            defaultValue = "300000",
            paramLabel = "N",
            description = "Draw at most so many entries, the latest; the rest is counted. Default: ${DEFAULT-VALUE}.")
    private int entriesMax;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the counts for machines.")
    private Path json;

    @Override
    public Integer call() throws InterruptedException {
        TraceOptions options = options();
        try {
            Trace.run(options, spec.commandLine().getErr(), this::tell);
            return Wave.DONE;
        } catch (TraceFailure e) {
            throw new ExpectedFailure(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new ExpectedFailure(e.getMessage() + " with --json.", e);
        }
    }

    private void tell(Trace.Result result) {
        result.lines().forEach(spec.commandLine().getOut()::println);
        if (json != null) {
            ResultFile.write(json, Json.text(result.json()) + "\n");
        }
    }

    private TraceOptions options() {
        boolean live = link != null || hostPid != null || agentPid != null;
        if (live != from.isEmpty()) {
            throw bad(
                    live
                            ? "--from draws what was recorded before: leave --link and the processes out"
                            : "say what to trace: --link shm:NAME, or recordings with --from");
        }
        if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
            throw bad("--seconds " + seconds + " makes no sense: more than 0, at most " + (int) LONGEST_SECONDS);
        }
        if (entriesMax < 1) {
            throw bad("--max-events " + entriesMax + " makes no sense: at least 1");
        }
        return new TraceOptions(
                Optional.ofNullable(link),
                optional(hostPid),
                optional(agentPid),
                from,
                seconds,
                out,
                Optional.ofNullable(recordings),
                entriesMax);
    }

    private static OptionalLong optional(Long number) {
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
