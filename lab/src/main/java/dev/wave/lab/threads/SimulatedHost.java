package dev.wave.lab.threads;

import dev.wave.core.host.Enclave;
import dev.wave.core.host.Watchdog;
import dev.wave.core.host.WatchdogLimits;
import dev.wave.core.link.Link;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetWord;
import dev.wave.sim.machine.LinkShape;
import dev.wave.sim.machine.Machine;
import dev.wave.sim.machine.SimulatedLink;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Timeline;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.ThreadPolicy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A host whose kernel threads are scheduled by a shipping agent across a simulated link. */
final class SimulatedHost {
    private static final int WORKERS = 200;
    private static final long WATCHDOG_PERIOD_NANOS = 5_000_000;

    private final Machine machine;
    private final Timeline timeline;
    private final SimulatedLink link;
    private final Geometry geometry;
    private final KernelCosts costs;
    private final List<KernelCore> cores = new ArrayList<>();
    private final Deque<SimulatedThread> idle = new ArrayDeque<>();
    private final Deque<long[]> waiting = new ArrayDeque<>();
    private final LongConsumer answered;
    private Enclave enclave;

    SimulatedHost(Machine machine, LinkShape shape, int cores, KernelCosts costs, LongConsumer answered) {
        this.machine = machine;
        this.timeline = machine.timeline();
        this.geometry = Geometry.ofCores(cores);
        this.costs = costs;
        this.answered = answered;
        this.link = machine.link(
                shape,
                new SimulatedLink.Sizes(
                        RegionLayout.toNicBytes(geometry),
                        RegionLayout.toHostBytes(geometry),
                        RegionLayout.hostCounters(geometry, 0)));
    }

    /** Starts everything: the host first, then the agent. */
    void start(Supplier<ThreadPolicy> policies, AgentOptions options, RandomGenerator random) {
        machine.actor("host", machine.core(Side.HOST), () -> {
            boot();
            watch();
        });
        machine.actor("agent", machine.core(Side.NIC), () -> {
            timeline.spend(10_000 * Timeline.NANO);
            Link end = link.agent();
            ThreadAgent agent = new ThreadAgent(end, policies, options, machine.clock(), random);
            link.polling(agent).run();
        });
    }

    private void boot() {
        enclave = new Enclave(link.host(geometry::store), geometry, machine.clock());
        for (int i = 0; i < WORKERS; i++) {
            SimulatedThread worker = new SimulatedThread();
            enclave.register(worker);
            idle.add(worker);
        }
        for (int core = 0; core < geometry.cores(); core++) {
            KernelCore kernel = new KernelCore(enclave, timeline, costs, core, this::finished);
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

    Enclave enclave() {
        return enclave;
    }

    /** Threads that had to give way, on all cores. */
    long preemptions() {
        return cores.stream().mapToLong(KernelCore::preemptions).sum();
    }

    /** A request comes in, on a core of its own; the actor that calls pays. */
    void request(long number, long picos) {
        SimulatedThread worker = idle.poll();
        if (worker == null) {
            waiting.add(new long[] {number, picos});
        } else {
            worker.give(number, picos);
            enclave.apply(worker, TargetEvent.WAKE, TargetWord.NO_CORE);
        }
    }

    /** A worker has finished its request and blocked; if another waits, it is woken for that one. */
    private void finished(SimulatedThread worker, int core) {
        answered.accept(worker.request());
        long[] next = waiting.poll();
        if (next == null) {
            idle.add(worker);
        } else {
            worker.give(next[0], next[1]);
            enclave.apply(worker, TargetEvent.WAKE, core);
        }
    }
}
