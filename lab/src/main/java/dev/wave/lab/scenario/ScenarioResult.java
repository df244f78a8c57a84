package dev.wave.lab.scenario;

import java.util.List;

/**
 * What came out.
 *
 * @param sweep one for each value
 * @param own at the scenario's own point
 * @param links the scenario's own point over links of other latencies, in ascending order
 * @param complete false if the user stopped it: then values of the sweep are missing
 */
public record ScenarioResult(
        Scenario scenario, List<PointResult> sweep, PointResult own, List<PointResult> links, boolean complete) {
    public ScenarioResult {
        sweep = List.copyOf(sweep);
        links = List.copyOf(links);
    }

    public BreakEven breakEven() {
        return BreakEven.of(links);
    }
}
