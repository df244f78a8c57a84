package dev.wave.lab.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.wave.lab.experiment.Findings;
import dev.wave.lab.experiment.Interval;
import dev.wave.lab.experiment.Row;
import dev.wave.lab.experiment.Runs;
import dev.wave.lab.experiment.Verdict;
import dev.wave.lab.queueing.Law;
import dev.wave.lab.queueing.Laws;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class TheoryTest {
    /** Two quantiles of the shipping agent on a machine that costs next to nothing. */
    private static final int MACHINE_ROWS = 2;

    private static final Findings FINDINGS = new Theory().run(quickRuns());

    @Test
    void everyQueueAgreesWithItsClosedForm() {
        List<String> others = FINDINGS.rows().stream()
                .filter(row -> row.verdict() != Verdict.AGREES)
                .map(Row::what)
                .toList();
        assertEquals(List.of(), others);
        assertEquals(
                Laws.all().stream().mapToInt(law -> law.facts().size()).sum() + MACHINE_ROWS,
                FINDINGS.rows().size());
    }

    /** Agreeing must be able to fail: what is off by half disagrees even in a first look. */
    @Test
    void intervalsAreNarrowEnoughToDisagree() {
        for (Row row : FINDINGS.rows()) {
            Interval off =
                    new Interval(1.5 * row.simulated().mean(), row.simulated().halfWidth());
            if (row.what().endsWith("mean wait") || row.what().endsWith("mean response")) {
                Row wrong = Row.following(row.what(), row.unit(), row.published(), off);
                assertNotEquals(Verdict.AGREES, wrong.verdict(), row.what());
            }
        }
    }

    @Test
    void lawsSayAsMuchAsTheirSimulations() {
        var random =
                java.util.random.RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        for (Law law : Laws.all()) {
            assertEquals(law.facts().size(), law.simulation().run(random, 100).length, law.model());
        }
    }

    private static Runs quickRuns() {
        return new Runs() {
            @Override
            public long seed() {
                return 1;
            }

            @Override
            public int repetitions() {
                return 5;
            }

            @Override
            public boolean quick() {
                return true;
            }

            @Override
            public <T> List<T> all(String what, List<? extends Callable<T>> tasks) {
                List<T> results = new ArrayList<>();
                for (Callable<T> task : tasks) {
                    try {
                        results.add(task.call());
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
                return results;
            }
        };
    }
}
