package dev.wave.lab.swarm;

import dev.wave.core.host.Enclave;
import dev.wave.core.host.Watchdog;
import dev.wave.core.link.Link;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import dev.wave.sim.machine.LinkShape;
import dev.wave.sim.machine.Machine;
import dev.wave.sim.machine.SimulatedLink;
import dev.wave.sim.machine.UnreliableInterrupts;
import dev.wave.sim.memory.Disorder;
import dev.wave.sim.memory.Processor;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Actor;
import dev.wave.sim.time.Timeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/** The machine of one seed, its host with cores, threads and who wakes them, and an operator who does what others do to a host from outside. */
final class SwarmWorld {
    /** How long a core sleeps at most. */
    static final long HALT_NANOS = 2_000_000;

    /** While nothing is to be done and only an agent is waited for. */
    private static final long CALM_NANOS = 5_000_000;

    private final SwarmPlan plan;
    private final StandIns standIns;
    private final UnreliableInterrupts interrupts;
    private final Machine machine;
    private final Timeline timeline;
    private final SimulatedLink link;
    private final SwarmChecker checker;
    private final DecisionLog log;
    private final SwarmAgents agents;
    private final List<SwarmThread> threads = new ArrayList<>();
    private final List<Actor> hostActors = new ArrayList<>();
    private final Deque<Runnable> errands = new ArrayDeque<>();
    private final Actor operator;
    private Processor storeBuffer;
    private Enclave enclave;
    private Runnable moment = () -> {};
    private boolean troubled = true;
    private boolean calm;

    SwarmWorld(SwarmPlan plan, StandIns standIns) {
        this.plan = plan;
        this.standIns = standIns;
        this.interrupts = new UnreliableInterrupts(
                new UnreliableInterrupts.Rates(
                        plan.expected(FaultKind.INTERRUPT_LOST) / 2,
                        plan.expected(FaultKind.INTERRUPT_DUPLICATED) / 2,
                        plan.expected(FaultKind.INTERRUPT_LATE),
                        100 * SwarmPlan.MICRO),
                plan.random(1));
        this.machine = new Machine(plan.model(), disorder(), standIns.fences(), interrupts);
        this.timeline = machine.timeline();
        Geometry geometry = plan.geometry();
        this.link = machine.link(
                plan.shape(),
                SimulatedLink.Doorbell.RUNG,
                new SimulatedLink.Sizes(
                        RegionLayout.toNicBytes(geometry),
                        RegionLayout.toHostBytes(geometry),
                        RegionLayout.hostCounters(geometry, 0)));
        this.checker = new SwarmChecker(timeline, geometry.cores());
        this.log = new DecisionLog(geometry, checker);
        this.agents = new SwarmAgents(this, plan.random(2));
        hostActors.add(machine.actor("watchdog", hostCore(), this::boot));
        this.operator = machine.actor("operator", hostCore(), this::operate);
    }

    /**
     * What cores of the host hand to each other in Java's memory is seen at once in a simulation, and must not overtake the stores before it, which a processor and the language's volatile
     * keep in order. So where the host writes through its caches, its cores have one store buffer; towards the NIC it is as restless as any.
     */
    private Processor hostCore() {
        if (plan.shape() != LinkShape.COHERENT || storeBuffer == null) {
            storeBuffer = machine.core(Side.HOST);
        }
        return storeBuffer;
    }

    private Disorder disorder() {
        return switch (plan.memory()) {
            case NONE -> Disorder.NONE;
            case RESTLESS -> new Disorder(plan.random(3), false);
            case STUBBORN -> new Disorder(plan.random(3), true);
        };
    }

    private void boot() {
        Geometry geometry = plan.geometry();
        Link host = ObservedLink.host(link.host(geometry::store), log::hostStores);
        enclave = new Enclave(standIns.host(host), geometry, machine.clock());
        for (int i = 0; i < plan.load().threads(); i++) {
            spawn();
        }
        for (int core = 0; core < geometry.cores(); core++) {
            hostActors.add(
                    machine.actor("core " + core, hostCore(), new SwarmCore(this, core, plan.random(100 + core))));
        }
        for (int waker = 0; waker < plan.load().wakers(); waker++) {
            RandomGenerator random = plan.random(200 + waker);
            machine.actor("waker " + waker, hostCore(), () -> wakeOften(random));
        }
        agents.start(plan.agents().policy(), false);
        watch();
    }

    private void watch() {
        Watchdog watchdog = new Watchdog(enclave, plan.limits(), standIns.processes(agents::alive));
        long period = plan.limits().silenceNanos() / 4;
        while (true) {
            boolean underWay = watchdog.step();
            long nanos = calm && !underWay ? CALM_NANOS : Math.min(period, watchdog.lookWithinNanos());
            timeline.parkUntil(timeline.now() + nanos * Timeline.NANO);
        }
    }

    private void spawn() {
        RandomGenerator random = plan.random(300 + threads.size());
        SwarmThread thread = new SwarmThread();
        thread.affinity(random.nextInt(4) == 0 ? random.nextLong() : 0);
        thread.targetClass(random.nextInt(2));
        threads.add(thread);
        enclave.register(thread);
        checker.registered(thread);
    }

    private void wakeOften(RandomGenerator random) {
        while (troubled) {
            timeline.parkUntil(timeline.now()
                    + 1
                    + (long) (random.nextExponential() * plan.load().gapPicos()));
            boolean burst = plan.expected(FaultKind.QUEUE_FULL) > 0 && random.nextInt(40) == 0;
            for (int i = burst ? 2 * threads.size() : 1; i > 0 && troubled; i--) {
                wakeAny(TargetWord.NO_CORE, random);
            }
        }
    }

    void wakeAny(int core, RandomGenerator random) {
        wake(threads.get(random.nextInt(threads.size())), core);
    }

    void wake(SwarmThread thread, int core) {
        if (!thread.gone) {
            thread.deadlineNanos(timeline.nowNanos() + 50_000);
            checker.waking(thread);
            standIns.apply(enclave, thread, TargetEvent.WAKE, core);
        }
    }

    /** The operator does that, on a core of its own, as soon as it can. */
    void askOperator(Runnable errand) {
        errands.add(errand);
        operator.wakeAt(timeline.now());
    }

    private void operate() {
        while (true) {
            Runnable errand = errands.poll();
            if (errand == null) {
                timeline.park();
            } else {
                errand.run();
            }
        }
    }

    void started(int core, SwarmThread thread) {
        checker.started(core, thread);
        moment.run();
    }

    void stopping(int core, SwarmThread thread, TargetEvent how) {
        checker.stopping(core, thread);
        if (how == TargetEvent.EXIT) {
            thread.gone = true;
            thread.owed = false;
        }
        standIns.apply(enclave, thread, how, core);
    }

    /** Another thread comes in place of one that ended. */
    void replace(SwarmThread ended) {
        if (threads.remove(ended)) {
            spawn();
        }
    }

    /** What to do whenever a core starts something: a moment in which much is under way. */
    void atMoments(Runnable what) {
        moment = what;
    }

    /** No more trouble from here on. */
    void heal() {
        troubled = false;
        interrupts.mend();
    }

    /** While nothing is to be done and an agent is waited for, which may take a second, the watchdog looks more seldom. */
    void calm(boolean calmer) {
        calm = calmer;
        hostActors.getFirst().wakeAt(timeline.now());
    }

    /** True if nothing is left to do. */
    boolean done() {
        for (SwarmThread thread : threads) {
            if (thread.owed || thread.state() != TargetState.BLOCKED) {
                return false;
            }
        }
        return true;
    }

    /** The thread that keeps it from being done, in words. */
    String notDone() {
        return threads.stream()
                .filter(thread -> thread.owed || thread.state() != TargetState.BLOCKED)
                .findFirst()
                .map(thread -> SwarmChecker.name(thread) + " is " + thread.state()
                        + (thread.core < 0 ? "" : " on core " + thread.core)
                        + (thread.owed ? " and was woken after its last run began" : ""))
                .orElse("nothing is left");
    }

    boolean troubled() {
        return troubled;
    }

    SwarmPlan plan() {
        return plan;
    }

    StandIns standIns() {
        return standIns;
    }

    UnreliableInterrupts interrupts() {
        return interrupts;
    }

    Machine machine() {
        return machine;
    }

    Timeline timeline() {
        return timeline;
    }

    SimulatedLink link() {
        return link;
    }

    SwarmChecker checker() {
        return checker;
    }

    DecisionLog log() {
        return log;
    }

    SwarmAgents agents() {
        return agents;
    }

    List<SwarmThread> threads() {
        return threads;
    }

    /** The watchdog's and the cores'. */
    List<Actor> hostActors() {
        return hostActors;
    }

    Enclave enclave() {
        return enclave;
    }
}
