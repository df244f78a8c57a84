package dev.wave.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Stands in the list of verbs for {@code ./wave test}, which the launcher itself carries out because it needs Maven, not us. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Runs all tests and checks.",
        footer = {
            "",
            "What follows the verb goes to Maven. The last line counts: N passed, N failed, N skipped.",
            "Example: ./wave test -pl core -am -Dtest=QueueTest"
        })
final class TestVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Unmatched
    private String[] forMaven = {};

    @Override
    public Integer call() {
        String again = String.join(" ", forMaven);
        spec.commandLine()
                .getErr()
                .println("wave test: the launcher carries this verb out, not the program behind it; run './wave test "
                        + again + "' in a checkout.");
        return Wave.BAD_USE;
    }
}
