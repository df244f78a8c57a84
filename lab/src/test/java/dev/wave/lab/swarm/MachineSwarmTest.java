package dev.wave.lab.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.lab.experiment.WorkerPool;
import dev.wave.lab.experiment.WorkerPool.Length;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Small machines with faults of their own, each from a seed ({@code -Dwave.seeds=N} for more of them, {@code -Dwave.seed=N} for one). */
class MachineSwarmTest {
    private static final long FROM = Long.getLong("wave.seed", 1);
    private static final long SEEDS = Long.getLong("wave.seed") != null ? 1 : Long.getLong("wave.seeds", 10_000);
    private static final int SEEDS_PER_MISTAKE = 100;

    private static SwarmTally swarm(int workers, long seeds) {
        try (WorkerPool pool =
                new WorkerPool(new WorkerPool.Settings(FROM, 1, Length.FULL, workers), WorkerPool.Progress.SILENT)) {
            return Swarm.run(pool, FROM, seeds);
        }
    }

    @Test
    void shippingCodeStaysRightAndComesBackWhateverBefallsIt() {
        SwarmTally tally = swarm(Runtime.getRuntime().availableProcessors(), SEEDS);
        tally.lines().forEach(System.out::println);
        List<String> broken = tally.broken().stream()
                .map(result -> "seed " + result.seed() + ": " + result.violation() + "; to replay: " + result.replay())
                .toList();
        assertEquals(List.of(), broken);
        assertEquals(List.of(), tally.missing(), "faults that were hardly ever drawn show nothing");
        assertEquals(SEEDS, tally.seeds());
    }

    @Test
    void oneSeedIsOneRunWhateverTheNumberOfWorkers() {
        assertEquals(Swarm.one(11), Swarm.one(11));
        assertNotEquals(Swarm.one(11), Swarm.one(12));
        assertEquals(swarm(1, 200).members(), swarm(3, 200).members());
    }

    @ParameterizedTest
    @EnumSource
    void ruleThatIsBrokenOnPurposeIsNoticed(BrokenPart part) {
        int noticed = 0;
        String first = "";
        for (long seed = 1; seed <= SEEDS_PER_MISTAKE; seed++) {
            SwarmResult result = new SwarmRun(SwarmPlan.draw(seed), part.standIns()).run();
            noticed += result.broken() ? 1 : 0;
            first = first.isEmpty() && result.broken() ? "seed " + seed + ": " + result.violation() : first;
        }
        System.out.println(part + " noticed in " + noticed + " of " + SEEDS_PER_MISTAKE + " seeds; " + first);
        assertTrue(noticed > 0, part + " slipped through " + SEEDS_PER_MISTAKE + " seeds");
    }
}
