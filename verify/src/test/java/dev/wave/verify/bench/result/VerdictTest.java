package dev.wave.verify.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.verify.bench.result.Series.Role;
import dev.wave.verify.bench.result.Verdict.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What samples made up here lead to. */
class VerdictTest {
    private static final Metric SPEED = Metric.higher("speed", "M/s");

    private final List<Series> series = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    @Test
    void distanceIsThatOfBothRoundTripsOrStraddled() {
        assertEquals(Distance.SIBLINGS, Distance.of(30, 59));
        assertEquals(Distance.STRADDLED, Distance.of(30, 95));
        assertEquals(Distance.NEAR, Distance.of(95, 199));
        assertEquals(Distance.FAR, Distance.of(200, 495));
        assertEquals(Distance.STRADDLED, Distance.of(95, 495));
        assertEquals(Distance.STRADDLED, Distance.of(495, 95));
    }

    @Test
    void ratioBeyondTheLimitIsReachedAndBelowItIsMissed() {
        ours(Distance.NEAR, 200, 201, 199);
        peer("C", Distance.NEAR, 100, 100, 101);
        targets.add(Target.atLeast("wave", "speed", "C").near(1.0));
        targets.add(Target.atLeast("wave", "speed", "C").near(3.0));
        targets.add(Target.atMost("wave", "speed", "C").near(1.5));
        assertEquals(List.of(Outcome.REACHED, Outcome.MISSED, Outcome.MISSED), outcomes());
    }

    @Test
    void differenceSmallerThanTheSpreadIsNotShown() {
        ours(Distance.NEAR, 80, 120, 100, 90, 110);
        peer("C", Distance.NEAR, 99, 98, 99);
        targets.add(Target.atLeast("wave", "speed", "C").near(1.0));
        assertEquals(List.of(Outcome.NOT_SHOWN), outcomes());
        assertTrue(text().contains(TableText.NOT_SHOWN), text());
    }

    @Test
    void samplesOfOneDistanceSayNothingAboutTheOther() {
        ours(Distance.NEAR, 200, 201, 199);
        peer("C", Distance.FAR, 10, 10, 10);
        targets.add(Target.atLeast("wave", "speed", "C").near(1.0).far(0.9));
        assertEquals(List.of(Outcome.NOT_SEEN, Outcome.NOT_SEEN), outcomes());
    }

    @Test
    void straddledSamplesAreDroppedAndCounted() {
        ours(Distance.NEAR, 200, 201, 199);
        ours(Distance.STRADDLED, 1, 1, 1);
        targets.add(Target.atLeast("wave", "speed").near(100));
        assertEquals(List.of(Outcome.REACHED), outcomes());
        assertEquals(6, result().straddled());
        assertEquals(List.of(Distance.NEAR), result().distances());
        assertTrue(text().contains("changed meanwhile: 6 samples"), text());
    }

    @Test
    void limitOnOurOwnMedianNeedsNoPeer() {
        ours(Distance.ONE_CPU, 90, 91, 92);
        targets.add(Target.atMost("wave", "speed").oneCpu(120));
        targets.add(Target.atMost("wave", "speed").oneCpu(60));
        assertEquals(List.of(Outcome.REACHED, Outcome.MISSED), outcomes());
    }

    @Test
    void peerThatWasNotMeasuredLeavesItsTargetUnseen() {
        ours(Distance.NEAR, 1, 1, 1);
        series.add(new Series("C", Role.PEER, "", List.of(), "not measured: no gcc"));
        targets.add(Target.atLeast("wave", "speed", "C").near(1.0));
        assertEquals(List.of(Outcome.NOT_SEEN), outcomes());
        assertTrue(text().contains("C: not measured: no gcc"), text());
    }

    @Test
    void unknownSpreadNeverShowsAnything() {
        series.add(new Series("wave", Role.SUBJECT, "", samples(Distance.NEAR, 500), ""));
        peer("C", Distance.NEAR, 1, 1, 1);
        targets.add(Target.atLeast("wave", "speed", "C").near(1.0));
        assertEquals(List.of(Outcome.NOT_SHOWN), outcomes());
    }

    @Test
    void targetOfAnUnknownCandidateIsAFaultAndNotSilentlyUnseen() {
        ours(Distance.NEAR, 1, 1, 1);
        targets.add(Target.atLeast("wave", "speed", "D").near(1.0));
        assertThrows(IllegalArgumentException.class, this::outcomes);
    }

    @Test
    void jsonHoldsEverySampleAndEveryVerdict() {
        ours(Distance.NEAR, 200, 201, 199);
        ours(Distance.STRADDLED, 7);
        peer("C", Distance.NEAR, 100, 100, 101);
        targets.add(Target.atLeast("wave", "speed", "C").near(1.0).far(0.9));
        Map<String, Object> json = ResultJson.of(result());
        var candidates = (List<?>) json.get("candidates");
        assertEquals(3, candidates.size());
        var wave = (Map<?, ?>) candidates.getFirst();
        assertEquals(4, ((List<?>) wave.get("samples")).size());
        assertEquals(Map.of("near", List.of(200.0)), wave.get("medians"));
        var verdicts = (List<?>) json.get("targets");
        assertEquals("REACHED", ((Map<?, ?>) verdicts.getFirst()).get("outcome"));
        assertEquals("NOT_SEEN", ((Map<?, ?>) verdicts.getLast()).get("outcome"));
    }

    @Test
    void spreadGrowsWithTheScatterAndIsTheSameForTheSameSeed() {
        ours(Distance.NEAR, 100, 101, 99, 100);
        double calm = result().spread("wave", 0, Distance.NEAR);
        series.clear();
        ours(Distance.NEAR, 100, 150, 60, 100);
        double wild = result().spread("wave", 0, Distance.NEAR);
        assertTrue(calm < 0.03 && wild > 0.3, calm + " " + wild);
        assertEquals(wild, result().spread("wave", 0, Distance.NEAR));
    }

    @Test
    void twoSamplesThatAgreeByChanceAreNoSpread() {
        assertTrue(Double.isNaN(Statistics.spread(new double[] {5}, new double[] {5}, new java.util.Random(1))));
        assertFalse(Double.isNaN(Statistics.spread(new double[] {5, 6}, new double[] {5}, new java.util.Random(1))));
    }

    /** The same values for both rows of ours, so that the A/A comparison sees what they scatter. */
    private void ours(Distance distance, double... values) {
        add("wave", Role.SUBJECT, "", distance, values);
        add("wave again", Role.AGAIN, "wave", distance, values);
    }

    private void peer(String name, Distance distance, double... values) {
        add(name, Role.PEER, "", distance, values);
    }

    private void add(String name, Role role, String subject, Distance distance, double... values) {
        var samples = new ArrayList<Sample>();
        series.stream().filter(each -> each.name().equals(name)).forEach(each -> samples.addAll(each.samples()));
        series.removeIf(each -> each.name().equals(name));
        samples.addAll(samples(distance, values));
        series.add(new Series(name, role, subject, samples, ""));
    }

    private static List<Sample> samples(Distance distance, double... values) {
        return Arrays.stream(values)
                .mapToObj(value -> new Sample(distance, 100, 100, List.of(value), 3, 10))
                .toList();
    }

    private List<Outcome> outcomes() {
        return result().verdicts().stream().map(Verdict::outcome).toList();
    }

    private String text() {
        return String.join("\n", TableText.lines(result()));
    }

    private TableResult result() {
        return new TableResult("a table", List.of(SPEED), series, targets, List.of("a note"), 42);
    }
}
