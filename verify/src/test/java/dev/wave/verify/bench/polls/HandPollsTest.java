package dev.wave.verify.bench.polls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.cli.ExpectedFailure;
import dev.wave.verify.bench.harness.BenchOptions;
import dev.wave.verify.bench.harness.BenchRun;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The kernels in C, run once. The program itself compares what they answer with and without polls. */
class HandPollsTest {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));

    private final BenchRun run =
            BenchRun.onThisMachine(new BenchOptions(true, OptionalInt.empty(), 1, HOME), () -> false, progress -> {});

    @Test
    void kernelsInCAnswerTheSameWithPolls() throws Exception {
        HandPolls hand = new HandPolls();
        try {
            hand.measure(run, 1);
        } catch (ExpectedFailure e) {
            Assumptions.abort("gcc is not installed: polls in C are not tested");
        }
        assertEquals(1, hand.rounds());
        for (PollCase kernel : HandPolls.KERNELS) {
            assertTrue(hand.ratio(kernel) > 0, kernel.what());
        }
    }
}
