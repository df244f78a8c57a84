package dev.wave.cli;

import dev.wave.core.NearestName;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code wave} command: knows its verbs, reads the command line, turns what happened into an exit status. */
@Command(
        name = "wave",
        mixinStandardHelpOptions = true,
        versionProvider = Wave.Version.class,
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        description = "Runs what decides on the SmartNIC, what acts on the host.",
        footer = {"", "Example: ./wave test", "Each verb has a --help of its own."})
public final class Wave implements Callable<Integer> {
    /** Done, and what was to be shown was shown. */
    public static final int DONE = 0;

    /** Ran to its end, but fell short of what it had to show. */
    public static final int FELL_SHORT = 1;

    /** The command line made no sense; one line says what to do. */
    public static final int BAD_USE = 2;

    @Spec
    private CommandSpec spec;

    /** The verbs, in the order in which help lists them. A new verb is one class and one line here. */
    static List<Object> verbs() {
        return List.of(
                new DemoVerb(),
                new AgentVerb(),
                new TopVerb(),
                new TraceVerb(),
                new DoctorVerb(),
                new ReproduceVerb(),
                new SimulateVerb(),
                new BenchVerb(),
                new TestVerb());
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return BAD_USE;
    }

    /** The whole command line, with the verbs given; a test can hand in verbs of its own. */
    static CommandLine commandLine(List<Object> verbs) {
        CommandLine line = new CommandLine(new Wave());
        verbs.forEach(line::addSubcommand);
        return line.setParameterExceptionHandler(Wave::explainBadUse)
                .setExecutionExceptionHandler(Wave::explainFailure);
    }

    private static int explainBadUse(ParameterException problem, String[] args) {
        CommandLine line = problem.getCommandLine();
        PrintWriter err = line.getErr();
        String command = line.getCommandSpec().qualifiedName();
        if (line.getParent() == null && problem instanceof UnmatchedArgumentException unmatched) {
            String given = unmatched.getUnmatched().getFirst();
            if (!given.startsWith("-")) {
                String nearest = NearestName.to(given, line.getSubcommands().keySet());
                err.println("wave: there is no verb '" + given + "'; did you mean './wave " + nearest
                        + "'? './wave --help' lists them all.");
                return BAD_USE;
            }
        }
        String message = problem.getMessage().replaceFirst("\\.$", "");
        String stop = message.endsWith("?") ? "" : ".";
        err.println(command + ": " + message + stop + " See './" + command + " --help'.");
        return BAD_USE;
    }

    private static int explainFailure(Exception failure, CommandLine line, CommandLine.ParseResult parsed)
            throws Exception {
        String verb = line.getCommandSpec().qualifiedName();
        if (failure instanceof ExpectedFailure) {
            line.getErr().println(verb + ": " + failure.getMessage());
            return FELL_SHORT;
        }
        // A fault of ours: the trace is what whoever mends it needs.
        throw failure;
    }

    /** Starts the command; the only place that ends the JVM. */
    public static void main(String[] args) {
        int status = commandLine(verbs()).execute(args);
        System.exit(shown(status));
    }

    /** A result that went nowhere must not look like one that was shown. */
    private static int shown(int status) {
        if (status == DONE && System.out.checkError()) {
            System.err.println("wave: not all of the result could be shown: standard output is closed or full.");
            return FELL_SHORT;
        }
        return status;
    }

    /** What {@code --version} says: the build, and the JVM that runs it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String build = Wave.class.getPackage().getImplementationVersion();
            return new String[] {
                "wave " + (build == null ? "(unpackaged)" : build) + " (commit "
                        + System.getProperty("wave.commit", "unknown") + "), JDK " + Runtime.version()
            };
        }
    }
}
