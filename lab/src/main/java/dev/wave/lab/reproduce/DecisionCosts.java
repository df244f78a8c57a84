package dev.wave.lab.reproduce;

import static dev.wave.core.model.Confidence.DERIVED;
import static dev.wave.core.model.Confidence.FOUND;
import static dev.wave.core.model.Confidence.RECALLED;

import dev.wave.core.model.MachineModel;
import dev.wave.lab.experiment.Experiment;
import dev.wave.lab.experiment.Findings;
import dev.wave.lab.experiment.Interval;
import dev.wave.lab.experiment.Published;
import dev.wave.lab.experiment.Row;
import dev.wave.lab.experiment.Runs;
import dev.wave.lab.reproduce.Contest.Contender;
import dev.wave.lab.reproduce.Contest.Saturated;
import dev.wave.lab.threads.HostPlan;
import dev.wave.lab.threads.Placement;
import dev.wave.lab.workload.Mix;
import dev.wave.lab.workload.PublishedMixes;
import dev.wave.lab.workload.ServiceTime;
import dev.wave.sim.machine.LinkShape;
import dev.wave.threads.policy.Fifo;
import java.util.List;

/**
 * What a decision costs its agent, and a switch its core: the paper's only table of components, to which the computing of kernels and agents is fitted.
 *
 * <p>An agent's time per decision is taken where it is what limits: sixteen cores that run requests of 1 us. A switch is from one thread's computing to the next one's on
 * one core that never runs out of requests.
 */
public final class DecisionCosts implements Experiment {
    private static final int REQUESTS = 10_000;
    private static final double SHORT_NANOS = 1_000;
    private static final Mix SHORT = Mix.only("SHORT", ServiceTime.constantNanos(SHORT_NANOS));

    @Override
    public String name() {
        return "decision";
    }

    @Override
    public String subject() {
        return "what a decision costs its agent, and a switch its core";
    }

    @Override
    public Findings run(Runs runs) {
        Placement uncached = Placement.WAVE.over(LinkShape.UNCACHED_ALL);
        List<Saturated> agents = new Contest(runs, SHORT, 8 * REQUESTS)
                .saturate(List.of(cores(16, Placement.ON_HOST), cores(16, Placement.WAVE), cores(16, uncached)));
        List<Saturated> switches = new Contest(runs, PublishedMixes.GETS, REQUESTS)
                .saturate(List.of(
                        cores(1, Placement.ON_HOST.plain()),
                        cores(1, Placement.ON_HOST),
                        cores(1, Placement.WAVE.plain()),
                        cores(1, Placement.WAVE)));
        return new Findings(
                rows(
                        agents,
                        switches.stream().map(DecisionCosts::overheadMicros).toList()),
                List.of(),
                remarks());
    }

    private static Contender cores(int cores, Placement placement) {
        return new Contender(placement.name(), HostPlan.of(MachineModel.MOUNT_EVANS, placement, cores, Fifo::new));
    }

    private static Interval nanosEach(Saturated saturated) {
        return Interval.of(
                saturated.perSecond().stream().map(each -> 1e9 / each).toList());
    }

    /** What is left of a core's time for a request when the request itself is taken off. */
    private static Interval overheadMicros(Saturated saturated) {
        double service = PublishedMixes.GETS.meanNanos();
        return Interval.of(saturated.perSecond().stream()
                .map(each -> (1e9 / each - service) / 1e3)
                .toList());
    }

    private static List<Row> rows(List<Saturated> agents, List<Interval> switches) {
        Interval prestaged = difference(switches.get(3), switches.get(1));
        Interval plain = difference(switches.get(2), switches.get(0));
        return List.of(
                Row.fitted("agent's time for a decision, on the host", "ns", slides("770"), nanosEach(agents.get(0))),
                Row.fitted("agent's time for a decision, on the NIC", "ns", slides("426"), nanosEach(agents.get(1))),
                Row.following(
                        "agent's time for a decision, on the NIC, its memory uncached",
                        "ns",
                        Published.value("1013", RECALLED, Sources.PCIE_TABLE),
                        nanosEach(agents.get(2))),
                Row.fitted("switch, agent on the host", "us", slides(4, 5), switches.get(0)),
                Row.fitted("switch, agent on the host, prestaged and prefetched", "us", slides(2, 3), switches.get(1)),
                Row.fitted("switch, agent on the NIC", "us", slides(6, 7), switches.get(2)),
                Row.fitted("switch, agent on the NIC, prestaged and prefetched", "us", slides(3, 4), switches.get(3)),
                Row.following(
                        "what the link adds to a switch",
                        "us",
                        Published.range(1, 3, DERIVED, Sources.SLIDES + ": 6-7 less 4-5"),
                        plain),
                Row.following(
                        "what the link adds to a switch, prestaged and prefetched",
                        "us",
                        Published.range(0, 2, DERIVED, Sources.SLIDES + ": 3-4 less 2-3"),
                        prestaged));
    }

    private static Interval difference(Interval more, Interval less) {
        return new Interval(more.mean() - less.mean(), more.halfWidth() + less.halfWidth());
    }

    private static Published slides(String digits) {
        return Published.value(digits, FOUND, Sources.SLIDES);
    }

    private static Published slides(double low, double high) {
        return Published.range(low, high, FOUND, Sources.SLIDES);
    }

    private static List<String> remarks() {
        return List.of(
                "Fitted: host.decision to 770 ns, nic.decision to 426 ns, and kernel.stop, pick, start and wake to the four switches; the sum of the first three moves all four switches alike.",
                "agent's time for a decision, on the NIC, its memory uncached: here it holds two messages, an outcome and a decision, read and written word by word, some forty-seven accesses of 90 ns (recalled); what"
                        + " the paper's row holds is not known.");
    }
}
