package dev.wave.verify.mutation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the protocol is held by a test: with the rule dropped, the test fails. */
class MutationTest {

    static List<Mutation> mutations() {
        return Mutations.all();
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void droppingARuleIsNoticed(Mutation mutation, @TempDir Path folder) throws Exception {
        Mutant.Fate fate = Mutant.make(mutation, folder).meets();
        assertTrue(
                fate.caught(),
                () -> "without " + mutation.rule() + ", all is well: " + fate.test() + " notice nothing");
        System.out.println("| " + mutation.rule() + " | `" + fate.test() + "` | " + fate.complaint() + " |");
    }

    /** So that a mutant caught is caught for what it is. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withNoRuleDroppedTheSameTestsPass(boolean reordering, @TempDir Path folder) throws Exception {
        List<String> tests = Mutations.all().stream()
                .flatMap(mutation -> mutation.tests().stream())
                .filter(test -> test.contains("Reordering") == reordering)
                .distinct()
                .toList();
        assertFalse(tests.isEmpty());
        var unspoiled = new Mutation("nothing", "docs/protocol.md", "# The protocol", "# The protocol", tests);
        Mutant.Fate fate = Mutant.make(unspoiled, folder).meets();
        assertFalse(fate.caught(), () -> fate.test() + " fails by itself: " + fate.complaint());
    }

    @Test
    void mutationThatMatchesNothingIsRefused(@TempDir Path folder) throws IOException {
        Path source = Files.writeString(folder.resolve("Sample.java"), "a == b; a == b");
        String text = Files.readString(source);
        var twice = new Mutation("a rule", "Sample.java", "a == b", "true", List.of());
        var never = new Mutation("a rule", "Sample.java", "a != b", "true", List.of());
        assertThrows(AssertionError.class, () -> twice.applyTo(text));
        assertThrows(AssertionError.class, () -> never.applyTo(text));
    }
}
