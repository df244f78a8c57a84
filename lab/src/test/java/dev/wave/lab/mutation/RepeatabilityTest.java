package dev.wave.lab.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.lab.experiment.WorkerPool;
import dev.wave.sim.machine.LinkShape;
import dev.wave.sim.memory.FenceFilter;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** One seed is one run, whoever else runs beside it; and whole runs are free of monitors. */
class RepeatabilityTest {
    private static final int SEEDS = 40;

    private static List<String> digests(int workers) {
        List<Callable<String>> tasks = LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> (Callable<String>) () -> {
                    MachineStory.Plot[] plots = MachineStory.Plot.values();
                    MachineStory story = new MachineStory(
                            plots[(int) seed % plots.length],
                            new Setting(LinkShape.TUNED, seed % 2 == 0, seed),
                            FenceFilter.KEPT);
                    story.tell();
                    return story.digest();
                })
                .toList();
        var settings = new WorkerPool.Settings(1, 1, WorkerPool.Length.FULL, workers);
        try (WorkerPool pool = new WorkerPool(settings, WorkerPool.Progress.SILENT)) {
            return pool.all("stories", tasks);
        }
    }

    @Test
    void whatComesOutDoesNotDependOnTheNumberOfWorkers() {
        List<String> one = digests(1);
        assertEquals(one, digests(2));
        assertTrue(new HashSet<>(one).size() == SEEDS, "and each seed is another run");
    }

    @Test
    void nobodyIsSuspendedWithAMonitor() {
        MachineStory story =
                new MachineStory(MachineStory.Plot.CALM, new Setting(LinkShape.TUNED, false, 3), FenceFilter.KEPT);
        story.machine.timeline().refuseMonitors();
        assertEquals("", story.tell());
        assertTrue(story.machine.timeline().switches() > 100, "looked at every suspension, and there were some");
    }
}
