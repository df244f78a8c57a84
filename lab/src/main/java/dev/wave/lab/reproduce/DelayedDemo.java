package dev.wave.lab.reproduce;

import static dev.wave.core.link.WindowAttribute.UNCACHED;
import static dev.wave.core.link.WindowAttribute.WRITE_BACK;
import static dev.wave.core.link.WindowAttribute.WRITE_COMBINING;
import static dev.wave.core.link.WindowAttribute.WRITE_THROUGH;

import dev.wave.core.model.Confidence;
import dev.wave.core.model.Constant;
import dev.wave.core.model.Cost;
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
import dev.wave.lab.workload.ServiceTime;
import dev.wave.sim.machine.LinkShape;
import dev.wave.sim.memory.Side;
import dev.wave.threads.policy.Fifo;
import java.util.List;

/**
 * The demo's service over a link that is played in real time ({@code delayed:mount-evans}), simulated: one core of virtual threads that never runs out of GETs, with each trick
 * against the link left out in turn. Both read the same constants of the link; so what leaving one out costs should be alike.
 */
public final class DelayedDemo implements Experiment {
    private static final int REQUESTS = 20_000;

    /** What the live service needs for a request with all tricks, less what the simulated link takes of it. */
    private static final double SERVICE_NANOS = 12_300;

    private static final String MEASURED =
            "./wave demo --link delayed:mount-evans, most load; 2 virtual CPUs of an AMD EPYC, docs/evaluation.md";

    @Override
    public String name() {
        return "delayed";
    }

    @Override
    public String subject() {
        return "the demo over a link played in real time, simulated: what each trick is worth to one core of virtual threads";
    }

    @Override
    public Findings run(Runs runs) {
        Mix requests = Mix.only("GET", ServiceTime.constantNanos(SERVICE_NANOS));
        LinkShape uncombined = new LinkShape(UNCACHED, WRITE_THROUGH, WRITE_BACK, Side.NIC);
        LinkShape unread = new LinkShape(WRITE_COMBINING, UNCACHED, WRITE_BACK, Side.NIC);
        List<Saturated> found = new Contest(runs, requests, REQUESTS)
                .saturate(List.of(
                        contender("all", Placement.WAVE),
                        contender("no-wc", Placement.WAVE.over(uncombined)),
                        contender("no-wt", Placement.WAVE.over(unread)),
                        contender(
                                "none",
                                Placement.WAVE.over(LinkShape.NIC_CACHED).plain())));
        return new Findings(
                List.of(
                        Row.fitted("time of a request, all tricks", "us", live("13.4"), micros(found.get(0))),
                        Row.following("added without write-combining (no-wc)", "us", live("5.2"), added(found, 1)),
                        Row.following("added without caching of reads (no-wt)", "us", live("7.8"), added(found, 2)),
                        Row.following("added without any trick", "us", live("12.7"), added(found, 3))),
                List.of(),
                remarks());
    }

    private static Contender contender(String name, Placement placement) {
        return new Contender(name, HostPlan.of(model(), placement, 1, Fifo::new));
    }

    /** Virtual threads switch by a call, not by a system call. */
    private static MachineModel model() {
        String source = "./wave bench switch: 0.36 to 0.7 us from one virtual thread to the next, with the accesses";
        return MachineModel.MOUNT_EVANS
                .with(Cost.KERNEL_STOP, new Constant(100, Confidence.MEASURED, source))
                .with(Cost.KERNEL_PICK, new Constant(100, Confidence.MEASURED, source))
                .with(Cost.KERNEL_START, new Constant(200, Confidence.MEASURED, source));
    }

    private static Interval micros(Saturated saturated) {
        return Interval.of(
                saturated.perSecond().stream().map(each -> 1e6 / each).toList());
    }

    private static Interval added(List<Saturated> found, int without) {
        Interval all = micros(found.get(0));
        Interval less = micros(found.get(without));
        return new Interval(less.mean() - all.mean(), less.halfWidth() + all.halfWidth());
    }

    private static Published live(String micros) {
        return Published.value(micros, Confidence.MEASURED, MEASURED);
    }

    private static List<String> remarks() {
        return List.of(
                "The service time was fitted to the first row; the live runs scatter by some ten percent, and more than that between two of them.",
                "added without write-combining (no-wc): simulated, a core writes two slots while the line it prefetched is under way, so they are hidden; the live core writes a third one, for the thread it wakes, and plays 50 ns"
                        + " by reading the clock until they are over, which for each of two dozen stores takes longer.",
                "added without any trick: the same, added to what uncached reads take in both.");
    }
}
