package dev.wave.lab.threads;

import dev.wave.core.host.Enclave;
import dev.wave.core.host.Watchdog;
import dev.wave.core.host.WatchdogLimits;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetWord;
import dev.wave.sim.machine.Machine;
import dev.wave.sim.machine.SimulatedLink;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Actor;
import dev.wave.sim.time.Timeline;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.ThreadPolicy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A host whose kernel threads are scheduled by a shipping agent, from a core of the host or from across a simulated link.
 *
 * <p>Threads are workers that wait for requests. Whoever brings requests wakes them; it acts on a host core of its own, beside those that the agent schedules.
 */
public final class SimulatedHost {
    private static final long WATCHDOG_PERIOD_NANOS = 5_000_000;

    private final Machine machine;
    private final Timeline timeline;
    private final HostPlan plan;
    private final HostObserver observer;
    private final SimulatedLink link;
    private final List<KernelCore> cores = new ArrayList<>();
    private final Deque<SimulatedThread> idle = new ArrayDeque<>();
    private final Deque<Request> waiting = new ArrayDeque<>();
    private final Answered answered;
    private Enclave enclave;
    private ThreadAgent agent;
    private Actor source;

    /** Hears of each request that was answered. */
    @FunctionalInterface
    public interface Answered {
        void answered(Request request, long atPicos);
    }

    public SimulatedHost(Machine machine, HostPlan plan, HostObserver observer, Answered answered) {
        this.machine = machine;
        this.timeline = machine.timeline();
        this.plan = plan;
        this.observer = observer;
        this.answered = answered;
        Geometry geometry = plan.geometry();
        this.link = machine.link(
                plan.placement().shape(),
                SimulatedLink.Doorbell.NEEDLESS,
                new SimulatedLink.Sizes(
                        RegionLayout.toNicBytes(geometry),
                        RegionLayout.toHostBytes(geometry),
                        RegionLayout.hostCounters(geometry, 0)));
    }

    /** Starts everything: the host first, then the agent. */
    public void start(RandomGenerator random) {
        machine.actor("host", machine.core(Side.HOST), () -> {
            boot();
            watch();
        });
        Side side = plan.placement().shape().side();
        machine.actor("agent", machine.core(side), () -> {
            timeline.spend(10_000 * Timeline.NANO);
            AgentOptions options =
                    AgentOptions.DEFAULT.withPrestage(plan.placement().prestage());
            agent = new ThreadAgent(link.agent(), () -> thinking(side), options, machine.clock(), random);
            link.polling(agent).run();
        });
    }

    private ThreadPolicy thinking(Side side) {
        return ComputingPolicy.of(plan.policies().get(), timeline, plan.model(), side);
    }

    private void boot() {
        Geometry geometry = plan.geometry();
        enclave = new Enclave(link.host(geometry::store), geometry, machine.clock());
        for (int i = 0; i < plan.workers(); i++) {
            SimulatedThread worker = new SimulatedThread();
            enclave.register(worker);
            idle.add(worker);
        }
        for (int core = 0; core < geometry.cores(); core++) {
            KernelCore kernel = new KernelCore(this, enclave, core);
            cores.add(kernel);
            machine.actor("core " + core, machine.core(Side.HOST), kernel);
        }
    }

    private void watch() {
        Watchdog watchdog = new Watchdog(enclave, WatchdogLimits.DEFAULT, (pid, ticks) -> true);
        while (true) {
            watchdog.step();
            timeline.parkUntil(timeline.now() + WATCHDOG_PERIOD_NANOS * Timeline.NANO);
        }
    }

    /** Somebody who brings requests, on a host core of its own: it is woken whenever a worker falls idle for which a request waits. */
    public Actor source(Runnable body) {
        source = machine.actor("source", machine.core(Side.HOST), body);
        return source;
    }

    /** A request has come; {@link #handOut} gives it to a worker as soon as one is idle. */
    public void submit(Request request) {
        waiting.add(request);
    }

    /** Wakes a worker for each request that waits, as far as there are idle ones; the actor that calls pays. */
    public void handOut() {
        while (!waiting.isEmpty() && !idle.isEmpty()) {
            SimulatedThread worker = idle.poll();
            Request request = waiting.poll();
            worker.give(request);
            worker.targetClass(request.type());
            enclave.apply(worker, TargetEvent.WAKE, TargetWord.NO_CORE);
        }
    }

    /** A worker has finished its request and blocked. */
    void finished(SimulatedThread worker, long atPicos) {
        answered.answered(worker.request(), atPicos);
        idle.add(worker);
        if (source != null && !waiting.isEmpty()) {
            source.wakeAt(timeline.now());
        }
    }

    public Timeline timeline() {
        return timeline;
    }

    public HostPlan plan() {
        return plan;
    }

    HostObserver observer() {
        return observer;
    }

    public Enclave enclave() {
        return enclave;
    }

    /** The agent; null before it has started. */
    public ThreadAgent agent() {
        return agent;
    }

    /** Threads that had to give way, on all cores. */
    public long preemptions() {
        return cores.stream().mapToLong(KernelCore::preemptions).sum();
    }

    /** How long threads computed, on all cores. */
    public long busyPicos() {
        return cores.stream().mapToLong(KernelCore::busyPicos).sum();
    }

    /** How often a thread followed another one, on all cores. */
    public long switches() {
        return cores.stream().mapToLong(KernelCore::switches).sum();
    }

    /** From one thread's stopping to the next one's computing, in all, idle time included. */
    public long switchPicos() {
        return cores.stream().mapToLong(KernelCore::switchPicos).sum();
    }
}
