package dev.wave.lab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.lab.experiment.WorkerPool.Length;
import dev.wave.lab.experiment.WorkerPool.Progress;
import dev.wave.lab.experiment.WorkerPool.RunFailed;
import dev.wave.lab.experiment.WorkerPool.Settings;
import dev.wave.lab.experiment.WorkerPool.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
    @Test
    void resultsAreInTheOrderOfTheTasksWhateverTheNumberOfWorkers() {
        assertEquals(drawn(1), drawn(2));
        assertEquals(drawn(1), drawn(7));
    }

    private static List<Long> drawn(int workers) {
        try (WorkerPool pool = pool(workers, Progress.SILENT)) {
            return pool.all(
                    "draws",
                    IntStream.range(0, 100)
                            .<Callable<Long>>mapToObj(i -> () -> work(pool.seed() + i))
                            .toList());
        }
    }

    /** Of different lengths, so that later ones end before earlier ones. */
    private static long work(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.longs(random.nextInt(20_000)).sum();
    }

    @Test
    void failureNamesTheFirstTaskThatFailedWhateverTheNumberOfWorkers() {
        for (int workers : new int[] {1, 2, 5}) {
            RuntimeException fault = new IllegalStateException("no such core");
            List<Callable<Long>> tasks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                tasks.add(() -> {
                    if (number % 4 == 3) {
                        throw number == 3 ? fault : new IllegalArgumentException();
                    }
                    return work(number);
                });
            }
            try (WorkerPool pool = pool(workers, Progress.SILENT)) {
                RunFailed failed = assertThrows(RunFailed.class, () -> pool.all("load points", tasks));
                assertEquals(
                        "load points: run 4 of 20 failed: java.lang.IllegalStateException: no such core",
                        failed.getMessage());
                assertSame(fault, failed.getCause());
            }
        }
    }

    @Test
    void progressIsToldOfEveryRunThatEnds() {
        List<String> told = new ArrayList<>();
        try (WorkerPool pool = pool(3, (what, ended, all) -> told.add(what + " " + ended + "/" + all))) {
            pool.all("points", List.of(() -> 1, () -> 2, () -> 3));
        }
        assertEquals(List.of("points 0/3", "points 1/3", "points 2/3", "points 3/3"), told);
    }

    @Test
    void stopWakesWhoWaitsAndNothingIsBegunAnyMore() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (WorkerPool pool = pool(1, Progress.SILENT)) {
            Thread stopper = Thread.ofPlatform().start(() -> {
                try {
                    begun.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                pool.stop();
            });
            Callable<Integer> endless = () -> {
                begun.countDown();
                never.await();
                return 0;
            };
            assertThrows(Stopped.class, () -> pool.all("points", List.of(endless, endless)));
            stopper.join();
            assertThrows(Stopped.class, () -> pool.all("points", List.of(() -> 1)));
        }
    }

    @Test
    void runThatAsksForRunsIsRefusedInsteadOfWaitingForEver() {
        try (WorkerPool pool = pool(1, Progress.SILENT)) {
            Callable<List<Integer>> nested = () -> pool.all("inner", List.of(() -> 1));
            RunFailed failed = assertThrows(RunFailed.class, () -> pool.all("outer", List.of(nested)));
            assertTrue(failed.getMessage().contains("a run asked for inner"), failed.getMessage());
        }
    }

    private static WorkerPool pool(int workers, Progress progress) {
        return new WorkerPool(new Settings(42, 3, Length.QUICK, workers), progress);
    }
}
