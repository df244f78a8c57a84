package dev.wave.cli.demo.result;

import static dev.wave.cli.demo.result.SampleRuns.again;
import static dev.wave.cli.demo.result.SampleRuns.broken;
import static dev.wave.cli.demo.result.SampleRuns.mixed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.cli.demo.plan.Variant;
import dev.wave.cli.demo.result.RunResult.Answers;
import dev.wave.cli.demo.result.Verdict.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;

    @Test
    void tenTimesLowerIsShownAndNineTimesIsMissed() {
        RunResult jdk = mixed(Variant.JDK, 0.7, 50 * MILLI);
        assertEquals(Outcome.SHOWN, outcome("10 times", mixed(Variant.WAVE, 0.7, 4 * MILLI), jdk));
        assertEquals(Outcome.MISSED, outcome("10 times", mixed(Variant.WAVE, 0.7, 6 * MILLI), jdk));
    }

    @Test
    void lowerThanPlatformThreadsIsShownOnlyBeyondTheSpread() {
        RunResult wave = mixed(Variant.WAVE, 0.7, 500 * MICRO);
        RunResult platform = mixed(Variant.PLATFORM, 0.7, 600 * MICRO);
        assertEquals(Outcome.SHOWN, outcome("platform", wave, platform));
        RunResult noisy = again(Variant.WAVE, 0.7, 700 * MICRO);
        assertEquals(Outcome.NOT_SHOWN, outcome("platform", wave, platform, noisy));
        assertEquals(Outcome.MISSED, outcome("platform", wave, mixed(Variant.PLATFORM, 0.7, 400 * MICRO)));
    }

    @Test
    void spreadIsTheDifferenceOfTheSameRunDoneTwice() {
        Comparison comparison =
                new Comparison(List.of(mixed(Variant.WAVE, 0.7, 500 * MICRO), again(Variant.WAVE, 0.7, 1_000 * MICRO)));
        assertEquals(0.5, comparison.spread().orElseThrow(), 0.01);
        assertTrue(new Comparison(List.of()).spread().isEmpty());
    }

    @Test
    void agentElsewhereMayTakeTwiceAsLong() {
        RunResult local = mixed(Variant.WAVE_LOCAL, 0.7, 500 * MICRO);
        assertEquals(Outcome.SHOWN, outcome("at most 2 times", mixed(Variant.WAVE, 0.7, 900 * MICRO), local));
        assertEquals(Outcome.MISSED, outcome("at most 2 times", mixed(Variant.WAVE, 0.7, 1_100 * MICRO), local));
    }

    @Test
    void lostDuplicateOrWrongAnswersAreMisses() {
        assertEquals(Outcome.MISSED, outcome("exactly once", broken(Variant.JDK, new Answers(10, 1, 0, 0, 0, 0))));
        assertEquals(Outcome.MISSED, outcome("exactly once", broken(Variant.JDK, new Answers(10, 0, 1, 0, 0, 0))));
        assertEquals(Outcome.MISSED, outcome("exactly once", broken(Variant.JDK, new Answers(10, 0, 0, 1, 0, 0))));
        assertEquals(Outcome.MISSED, outcome("exactly once", broken(Variant.JDK, new Answers(10, 0, 0, 0, 1, 0))));
        assertEquals(Outcome.SHOWN, outcome("exactly once", broken(Variant.JDK, new Answers(10, 0, 0, 0, 0, 0))));
    }

    @Test
    void highestLoadIsWhereTheCurveCrossesOneMillisecond() {
        Comparison comparison = new Comparison(List.of(
                mixed(Variant.WAVE, 0.5, 100 * MICRO),
                mixed(Variant.WAVE, 0.7, 100 * MICRO),
                mixed(Variant.WAVE, 0.9, 10 * MILLI)));
        assertEquals(0.8, comparison.highestLoad(Variant.WAVE), 0.001);
        assertTrue(Double.isNaN(comparison.highestLoad(Variant.JDK)));
    }

    @Test
    void highestLoadIsTheLastOneOfACurveThatStaysBelow() {
        Comparison below = new Comparison(List.of(mixed(Variant.WAVE, 0.5, MICRO), mixed(Variant.WAVE, 0.9, MICRO)));
        assertEquals(0.9, below.highestLoad(Variant.WAVE));
        Comparison above = new Comparison(List.of(mixed(Variant.WAVE, 0.5, 2 * MILLI)));
        assertEquals(0, above.highestLoad(Variant.WAVE));
    }

    private static Outcome outcome(String claim, RunResult... results) {
        return new Comparison(List.of(results))
                .verdicts().stream()
                        .filter(verdict -> verdict.claim().contains(claim))
                        .findFirst()
                        .orElseThrow()
                        .outcome();
    }
}
