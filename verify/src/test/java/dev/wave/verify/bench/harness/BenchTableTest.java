package dev.wave.verify.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.TableResult;
import dev.wave.verify.bench.result.TableText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The order of samples, what is read around each, and what happens when one fails; the machine is made up. */
class BenchTableTest {
    private final FakeGauge gauge = new FakeGauge();
    private final List<String> order = new ArrayList<>();
    private volatile boolean stopped;

    @Test
    void everyRoundTakesEachCandidateOnceAndOursTwice() {
        table(1).measure();
        assertEquals(9, order.size());
        for (int round = 0; round < 3; round++) {
            List<String> names = new ArrayList<>(order.subList(round * 3, round * 3 + 3));
            names.sort(String::compareTo);
            assertEquals(List.of("peer", "wave", "wave"), names);
        }
    }

    @Test
    void orderIsTheSeedsAndDiffersFromRoundToRound() {
        table(1).atLeastRounds(20).measure();
        List<String> first = List.copyOf(order);
        order.clear();
        table(1).atLeastRounds(20).measure();
        assertEquals(first, order);
        order.clear();
        table(2).atLeastRounds(20).measure();
        assertNotEquals(first, order);
        var rounds = new HashSet<List<String>>();
        for (int round = 0; round < 20; round++) {
            rounds.add(first.subList(round * 3, round * 3 + 3));
        }
        assertTrue(rounds.size() > 1, "each round had the same order");
    }

    @Test
    void sampleUnderWhichTheDistanceChangesIsDropped() {
        // Each sample reads the distance before and after it; the third reading is that before the second sample.
        gauge.roundTrips.addAll(List.of(100.0, 500.0, 100.0, 100.0));
        TableResult result = table(1).measure();
        assertEquals(1, result.straddled());
    }

    @Test
    void sampleThatTakesOneCpuHasNoDistance() {
        TableResult result = run(1).oneCpu("a table")
                .usually(Duration.ZERO)
                .metric(Metric.lower("time", "ns"))
                .subject("wave", () -> Reading.of(1))
                .measure();
        assertEquals(0, gauge.asked);
        assertEquals("ONE_CPU", result.distances().getFirst().name());
    }

    @Test
    void switchesAndStealAreThoseOfTheSample() {
        gauge.switchesPerLook = 4;
        String text = String.join("\n", TableText.lines(table(1).measure()));
        assertTrue(text.contains("4.00"), text);
        String own = String.join(
                "\n",
                TableText.lines(run(1).oneCpu("a table")
                        .usually(Duration.ZERO)
                        .usually(Duration.ZERO)
                        .metric(Metric.lower("time", "ns"))
                        .subject("wave", () -> Reading.of(1).withSwitches(777))
                        .measure()));
        assertTrue(own.contains("777"), own);
    }

    @Test
    void peerThatFailsThreeTimesIsGivenUpAndSaysWhy() {
        int[] tries = {0};
        TableResult result = table(1).peer("broken", () -> {
                    tries[0]++;
                    throw new IllegalStateException("no such queue");
                })
                .atLeastRounds(10)
                .measure();
        assertEquals(3, tries[0]);
        String text = String.join("\n", TableText.lines(result));
        assertTrue(text.contains("broken: failed: no such queue"), text);
    }

    @Test
    void runThatIsStoppedKeepsWhatItHas() {
        TableResult result = run(1).twoCpus("a table")
                .metric(Metric.higher("speed", "M/s"))
                .subject("wave", () -> {
                    stopped = true;
                    return Reading.of(1);
                })
                .measure();
        assertEquals(
                1,
                result.series().stream().mapToInt(each -> each.samples().size()).sum());
    }

    @Test
    void failureAfterAStopIsNobodysFault() {
        TableResult result = run(1).twoCpus("a table")
                .metric(Metric.higher("speed", "M/s"))
                .subject("wave", () -> {
                    stopped = true;
                    throw new IllegalStateException("killed by Ctrl-C");
                })
                .measure();
        assertTrue(result.series().stream().allMatch(each -> each.problem().isEmpty()));
    }

    @Test
    void childThatDiesOfTheSignalBeforeTheRunHearsOfItIsNobodysFault() throws Exception {
        Thread[] signal = {null};
        TableResult result = run(1).twoCpus("a table")
                .metric(Metric.higher("speed", "M/s"))
                .subject("wave", () -> {
                    signal[0] = new Thread(() -> stopped = true);
                    signal[0].start();
                    throw new IllegalStateException("a process ended with status 143");
                })
                .measure();
        signal[0].join();
        assertTrue(result.series().stream().allMatch(each -> each.problem().isEmpty()));
        String text = String.join("\n", TableText.lines(result));
        assertTrue(text.contains("not seen to its end, because the run was ended: wave"), text);
    }

    @Test
    void rowWithASingleSampleSaysSoAndWhatWouldHelp() {
        String once = String.join("\n", TableText.lines(single(1).measure()));
        assertTrue(once.contains("one sample only of each row"), once);
        assertTrue(once.contains("--seconds 2 gives two"), once);
        String twice = String.join("\n", TableText.lines(single(2).measure()));
        assertFalse(twice.contains("one sample only"), twice);
    }

    /** Takes next to no time, and is given less. */
    private BenchTable single(int rounds) {
        return run(1).oneCpu("a table")
                .usually(Duration.ofNanos(1))
                .atLeastRounds(rounds)
                .metric(Metric.lower("time", "ns"))
                .subject("wave", () -> Reading.of(1));
    }

    @Test
    void tableOfWhatWasMeasuredBeforeIsShownWholeWhateverTheUserAskedFor() {
        stopped = true;
        var options = new BenchOptions(false, OptionalInt.of(3), 1, Path.of("."));
        var ended = new BenchRun(options, () -> new CpuPair(0, 1), gauge, () -> stopped, text -> {});
        var figures = List.of(1.0, 2.0).iterator();
        String shown = String.join(
                "\n",
                TableText.lines(ended.oneCpu("a table")
                        .metric(Metric.lower("time", "ns"))
                        .peer("peer", () -> Reading.of(figures.next()))
                        .exactlyRounds(2)
                        .measure()));
        assertTrue(shown.contains("1.50"), shown);
        assertFalse(figures.hasNext());
        assertFalse(shown.contains("failed"), shown);
    }

    @Test
    void quickRunsTakeATenthUnlessSecondsAreGiven() {
        assertEquals(Duration.ofSeconds(6), run(1).budget(Duration.ofSeconds(60)));
        var options = new BenchOptions(true, OptionalInt.of(3), 1, Path.of("."));
        var run = new BenchRun(options, () -> new CpuPair(0, 1), gauge, () -> false, text -> {});
        assertEquals(Duration.ofSeconds(3), run.budget(Duration.ofSeconds(60)));
    }

    private BenchTable table(long seed) {
        return run(seed)
                .twoCpus("a table")
                .metric(Metric.higher("speed", "M/s"))
                .usually(Duration.ZERO)
                .subject("wave", () -> took("wave"))
                .peer("peer", () -> took("peer"));
    }

    private Reading took(String name) {
        order.add(name);
        return Reading.of(1);
    }

    /** Quick, and of a table that takes no time at all: as many rounds as are asked for at least. */
    private BenchRun run(long seed) {
        var options = new BenchOptions(true, OptionalInt.empty(), seed, Path.of("."));
        return new BenchRun(options, () -> new CpuPair(0, 1), gauge, () -> stopped, text -> {});
    }

    /** A machine whose CPUs are near unless told otherwise. */
    private static final class FakeGauge implements Gauge {
        private final List<Double> roundTrips = new ArrayList<>();
        private int asked;
        private long switches;
        private long switchesPerLook;

        @Override
        public double roundTripNanos() {
            asked++;
            return roundTrips.isEmpty() ? 100 : roundTrips.removeFirst();
        }

        @Override
        public long switches() {
            switches += switchesPerLook;
            return switches;
        }

        @Override
        public double stealMillis() {
            return 0;
        }
    }
}
