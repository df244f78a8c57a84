package dev.wave.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.model.MachineModel;
import dev.wave.lab.scenario.Scenario.Extent;
import dev.wave.lab.scenario.Setup.Side;
import dev.wave.lab.threads.HostRun.Quantiles;
import dev.wave.lab.threads.HostRun.Served;
import dev.wave.lab.threads.Placement;
import dev.wave.lab.workload.OpenLoop;
import dev.wave.lab.workload.PublishedMixes;
import dev.wave.threads.policy.Policies;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Answers to results made by hand. */
class AnswerTest {
    private static final double OFFERED = 100_000;

    @Test
    void gainBeyondItsIntervalPaysAndBreaksEvenWhereItCrossesNothing() {
        // On a logarithmic axis, from +2 % at 1 us to -2 % at 4 us, nothing lies in the middle: at 2 us.
        Answer answer = answer(
                point(750, 1.05, 1.051, 1.049),
                List.of(point(1_000, 1.02, 1.02, 1.02), point(4_000, 0.98, 0.98, 0.98)));
        assertEquals(Answer.Verdict.PAYS, answer.verdict());
        assertEquals(
                "Offloading pays for this workload: throughput +5.0 % (±0.2), GET p99 -10.0 % (±0.0) at a load of 0.5;"
                        + " breaks even at a link latency of 2.00 us (±0.0).",
                answer.words());
    }

    @Test
    void differenceWithinItsIntervalIsNotShown() {
        Answer answer = answer(point(750, 1.05, 0.97, 1.02), List.of(point(100, 1.1), point(3_000, 1.01)));
        assertEquals(Answer.Verdict.NOT_SHOWN, answer.verdict());
        assertTrue(answer.words().startsWith("Offloading is not shown to pay or to cost"), answer.words());
        assertTrue(answer.words().contains("pays up to the longest link latency tried, 3 us"), answer.words());
    }

    @Test
    void lossBeyondItsIntervalDoesNotPay() {
        Answer answer = answer(point(750, 0.90, 0.91, 0.89), List.of(point(100, 0.99), point(3_000, 0.8)));
        assertEquals(Answer.Verdict.DOES_NOT_PAY, answer.verdict());
        assertTrue(answer.words().contains("pays at no link latency tried, up to 3 us"), answer.words());
    }

    @Test
    void hostThatIsOfferedMoreThanItCanDoHasNoLatencies() {
        PointResult overloaded = new PointResult(
                750,
                OFFERED,
                Map.of(Side.ON_HOST, served(1), Side.OFFLOADED, served(1)),
                Map.of(Side.ON_HOST, List.of(90_000.0, 90_001.0), Side.OFFLOADED, List.of(120_000.0, 120_001.0)));
        Answer answer = answer(overloaded, List.of(point(100, 1.1), point(3_000, 1.01)));
        assertTrue(
                answer.words()
                        .contains("GET p99 unknown, because the agent on the host does not keep up at a load of 0.5"),
                answer.words());
    }

    private static Answer answer(PointResult own, List<PointResult> links) {
        Placement placement = Placement.WAVE;
        Setup base = new Setup(
                MachineModel.MOUNT_EVANS,
                placement,
                16,
                200,
                1_024,
                OpenLoop.poisson(1, PublishedMixes.GETS),
                0.5,
                PolicyChoice.of("Fifo", Policies.Parameters.DEFAULT, Policies::byName));
        Sweep sweep = new Sweep(Sweep.Variable.LOAD, null, List.of(0.5));
        Scenario scenario = new Scenario("t", base, sweep, 0, new Extent(1, 1_000, 2));
        return new Answer(new ScenarioResult(scenario, List.of(own), own, links, true));
    }

    /** The host does 200,000 requests a second, the NIC's so many times as many. */
    private static PointResult point(double value, double... times) {
        List<Double> host = Arrays.stream(times).mapToObj(time -> 2 * OFFERED).toList();
        List<Double> nic =
                Arrays.stream(times).mapToObj(time -> 2 * OFFERED * time).toList();
        return new PointResult(
                value,
                OFFERED,
                Map.of(Side.ON_HOST, served(1), Side.OFFLOADED, served(0.9)),
                Map.of(Side.ON_HOST, host, Side.OFFLOADED, nic));
    }

    private static List<Served> served(double times) {
        Served one = new Served(
                List.of(new Quantiles(10_000 * times, 20_000 * times, 50_000 * times, 90_000 * times)), true);
        return List.of(one, one);
    }
}
