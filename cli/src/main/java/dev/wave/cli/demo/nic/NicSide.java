package dev.wave.cli.demo.nic;

import dev.wave.cli.demo.linux.CallingThread;
import dev.wave.cli.demo.load.Traffic;
import dev.wave.cli.demo.nic.Measurements.Frame;
import dev.wave.cli.demo.plan.LinkPlay;
import dev.wave.cli.demo.plan.Settings;
import dev.wave.cli.demo.process.ParentWatch;
import dev.wave.cli.demo.process.PollLoop;
import dev.wave.cli.demo.wire.RequestLink;
import dev.wave.core.Agent;
import dev.wave.core.Clock;
import dev.wave.core.delay.Links;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.policy.Policies;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The NIC's side of one run: one thread that is the load source and, where the variant has it so, the agent.
 *
 * <p>Says {@code phase measuring}, {@code phase measured} at the ends of the measured part, then {@code result NAME VALUE} for everything it
 * found, then {@code done}.
 */
public final class NicSide {
    private static final long SILENCE_NANOS = 30_000_000_000L;
    private static final long LONGEST_DRAIN_NANOS = 120_000_000_000L;
    private static final long HASTY_DRAIN_NANOS = 1_000_000_000L;
    private static final long SHORT_SLICE_NANOS = 100_000;

    /** Who asks the kernel for counters gets this much time, with the load going on, but nothing recorded. */
    private static final long MARGIN_NANOS = 400_000_000L;

    private final Settings settings;
    private final ParentWatch parent;
    private final Clock clock;

    public NicSide(Settings settings, ParentWatch parent, Clock clock) {
        this.settings = settings;
        this.parent = parent;
        this.clock = clock;
    }

    /** Runs to the end, on the calling thread. */
    public void run() {
        long warmUp = settings.number("warm-up-nanos");
        Frame frame = new Frame(
                warmUp, settings.number("nanos"), settings.number("get-nanos"), settings.number("scan-nanos"));
        Measurements measurements = new Measurements(frame);
        Traffic traffic = traffic(frame.toNanos() + MARGIN_NANOS);
        try (RequestLink link = RequestLink.open(settings.text("link"))) {
            List<Agent> agents = new ArrayList<>();
            if (settings.flag("agent")) {
                agents.add(agent());
            }
            LoadSource source = new LoadSource(link, traffic, pace(traffic), measurements, clock);
            agents.addFirst(source);
            Map<String, String> results = new TreeMap<>(drive(agents, source, frame));
            results.putAll(measurements.encode());
            results.forEach((name, value) -> System.out.println("result " + name + " " + value));
            agents.forEach(Agent::close);
        }
        System.out.println("done");
    }

    private Traffic traffic(long nanos) {
        Traffic.Mix mix = new Traffic.Mix(
                settings.integer("keys"), settings.real("scan-share"), settings.integer("scan-entries"));
        return settings.flag("saturate")
                ? Traffic.closed(mix, settings.integer("most-requests"), settings.number("seed"))
                : Traffic.open(
                        mix,
                        settings.real("per-second"),
                        settings.number("warm-up-nanos") / 3,
                        nanos,
                        settings.number("seed"));
    }

    private Pace pace(Traffic traffic) {
        return settings.flag("saturate")
                ? new Pace.Saturating(settings.integer("under-way"))
                : new Pace.AtFixedTimes(traffic);
    }

    private ThreadAgent agent() {
        Policies.Parameters parameters = Policies.Parameters.DEFAULT.withSliceNanos(settings.number("slice-nanos"));
        LinkPlay play = LinkPlay.parse(settings.text("play"), settings.integer("prestage"));
        return new ThreadAgent(
                Links.openUri(play.uri(settings.text("link")), clock),
                Policies.byName(settings.text("policy"), parameters),
                AgentOptions.DEFAULT.withPrestage(play.prestage()),
                clock);
    }

    private Map<String, String> drive(List<Agent> agents, LoadSource source, Frame frame) {
        CallingThread.shortSlices(SHORT_SLICE_NANOS);
        PollLoop.Idle idle = settings.flag("shares-cpu") ? PollLoop.Idle.YIELD : PollLoop.Idle.SPIN;
        PollLoop loop = new PollLoop(agents, idle, clock);
        Map<String, String> results = new TreeMap<>();
        // While it warms up it leaves its CPU to the compilers now and then, which get next to nothing of it later.
        runUntil(new PollLoop(agents, PollLoop.Idle.YIELD, clock), source, frame.fromNanos() - MARGIN_NANOS);
        CallingThread.idleCompilers();
        System.out.println("phase measuring");
        runUntil(loop, source, frame.fromNanos());
        measure(loop, source, frame, results);
        System.out.println("phase measured");
        runUntil(loop, source, frame.toNanos() + MARGIN_NANOS);
        drain(loop, source, results);
        return results;
    }

    private void measure(PollLoop loop, LoadSource source, Frame frame, Map<String, String> results) {
        long busyBefore = loop.busyNanos();
        long idleBefore = loop.idleNanos();
        long cpuBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        runUntil(loop, source, frame.toNanos());
        long end = Math.min(source.sinceStart(), frame.toNanos());
        put(results, "busy-nanos", loop.busyNanos() - busyBefore);
        put(results, "idle-nanos", loop.idleNanos() - idleBefore);
        put(results, "thread-cpu-nanos", ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuBefore);
        put(results, "measured-nanos", Math.max(0, end - frame.fromNanos()));
    }

    /** What was sent is to be answered, too; but a service that has lost something must not keep us for ever. */
    private void drain(PollLoop loop, LoadSource source, Map<String, String> results) {
        put(results, "unsent", settings.flag("saturate") ? 0 : source.unsent());
        source.stop();
        long began = source.sinceStart();
        Drain drain =
                new Drain(SILENCE_NANOS, LONGEST_DRAIN_NANOS, source.check().missing(), began);
        loop.runUntil(() -> drain.over(source.check().missing(), source.sinceStart())
                || (parent.over() && source.sinceStart() - began > HASTY_DRAIN_NANOS));
        put(results, "sent", source.check().sentSoFar());
        put(results, "lost", source.check().missing());
        put(results, "duplicates", source.check().duplicates());
        put(results, "strangers", source.check().strangers());
        put(results, "wrong", source.check().wrong());
    }

    private static void put(Map<String, String> results, String name, long value) {
        results.put(name, Long.toString(value));
    }

    private void runUntil(PollLoop loop, LoadSource source, long nanos) {
        loop.runUntil(() -> source.sinceStart() >= nanos || parent.over());
    }
}
