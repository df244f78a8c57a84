package dev.wave.lab.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.lab.experiment.Experiment;
import dev.wave.lab.experiment.Findings;
import dev.wave.lab.experiment.Row;
import dev.wave.lab.experiment.Verdict;
import dev.wave.lab.experiment.WorkerPool;
import dev.wave.lab.experiment.WorkerPool.Length;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must come out of the scheduling experiments; quick runs, in virtual time, so nothing depends on the machine that runs them. */
class PublishedResultsTest {
    private static Findings quickly(Experiment experiment) {
        WorkerPool.Settings settings = new WorkerPool.Settings(1, 1, Length.QUICK, 2);
        try (WorkerPool pool = new WorkerPool(settings, WorkerPool.Progress.SILENT)) {
            return experiment.run(pool);
        }
    }

    private static double found(Findings findings, String what) {
        return row(findings, what).simulated().mean();
    }

    private static Row row(Findings findings, String what) {
        return findings.rows().stream()
                .filter(row -> row.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void operationsOfTheLinkComeOutAsRecalled() {
        Findings findings = quickly(new LinkOperations());
        assertEquals(12, findings.rows().size());
        assertTrue(findings.rows().stream().noneMatch(Row::missed), findings::toString);
        assertTrue(found(findings, "host reads a line prefetched 1 us before") < 20, "prefetching hides the way");
        assertTrue(found(findings, "host reads a line, write-through, after a flush") > 750, "flushing shows it again");
    }

    @Test
    void switchesComeOutAsInThePaper() {
        Findings findings = quickly(new DecisionCosts());
        for (String what : List.of(
                "switch, agent on the host",
                "switch, agent on the host, prestaged and prefetched",
                "switch, agent on the NIC",
                "switch, agent on the NIC, prestaged and prefetched",
                "what the link adds to a switch",
                "what the link adds to a switch, prestaged and prefetched")) {
            Verdict verdict = row(findings, what).verdict();
            assertTrue(verdict == Verdict.AGREES || verdict == Verdict.NEAR, () -> what + ": " + row(findings, what));
        }
    }

    @Test
    void everyTrickAgainstTheLinkPays() {
        Findings findings = quickly(new Optimisations());
        double before = 0;
        for (Row step : findings.rows().subList(0, 5)) {
            assertTrue(step.simulated().mean() > before, step::toString);
            before = step.simulated().mean();
        }
        assertTrue(findings.unexplained().isEmpty(), "what misses is explained");
    }

    @Test
    void aFreedCoreIsWorthMoreThanTheLinkCosts() {
        Findings findings = quickly(new FifoGets());
        double gain = found(findings, "gain of Wave with the agent's core");
        assertTrue(gain > 3 && gain < 6.7, "gain " + gain);
        assertEquals(
                Verdict.AGREES, row(findings, "loss of Wave on as many cores").verdict());
    }
}
