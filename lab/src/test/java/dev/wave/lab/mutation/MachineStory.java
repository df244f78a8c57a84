package dev.wave.lab.mutation;

import dev.wave.core.host.Counters;
import dev.wave.core.host.Enclave;
import dev.wave.core.host.Watchdog;
import dev.wave.core.host.WatchdogLimits;
import dev.wave.core.model.MachineModel;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import dev.wave.sim.machine.LinkShape;
import dev.wave.sim.machine.Machine;
import dev.wave.sim.machine.SimulatedLink;
import dev.wave.sim.memory.Disorder;
import dev.wave.sim.memory.FenceFilter;
import dev.wave.sim.memory.Processor;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Timeline;
import dev.wave.threads.AgentOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A small host with the shipping enclave and watchdog, and a NIC with the shipping agent, on the simulated machine while its memory does by itself whatever it may: a
 * few threads are woken and run for some hundred microseconds. In the end everything that was woken has run, and the books balance.
 */
final class MachineStory implements Story {

    /** What happens besides threads being woken and run. */
    enum Plot {
        /** Nothing; and nothing is mended because somebody was silent for too long. */
        CALM,
        /** As {@link #CALM}; one thread keeps its core until all others have run, also the one that was staged behind it. */
        WITHDRAWAL,
        /** As {@link #CALM}; every run lasts until the agent asks for the core. */
        PREEMPTION,
        /** Threads wait for busy cores for longer than the deadline; an agent whose loop turns is not taken for silent. */
        BEATING,
        /** As {@link #CALM}; the agent leaves, and another one comes, into the same region or the next. */
        RETURN,
        /** Agents are stopped anywhere, go on late, die, and are replaced. */
        SUCCESSION
    }

    static final long MICRO = 1_000 * Timeline.NANO;
    static final int CORES = 2;
    private static final int TARGETS = 3;
    private static final long PATIENCE = 4_000 * MICRO;
    private static final WatchdogLimits PATIENT = new WatchdogLimits(1_000_000_000, 2_000_000_000);
    private static final WatchdogLimits STRICT = new WatchdogLimits(1_000_000, 1_000_000_000);

    final RandomGeneratorFactory<RandomGenerator> seeds = RandomGeneratorFactory.of("L64X128MixRandom");
    final Plot plot;
    final RandomGenerator random;
    final Machine machine;
    final SimulatedLink link;
    final List<StoryTarget> targets = new ArrayList<>();
    final List<StoryAgent> agents = new ArrayList<>();
    private final List<StoryCore> cores = new ArrayList<>();
    private final Timeline timeline;
    private final Geometry geometry;
    private final boolean coherent;
    private Processor shared;
    private Enclave enclave;
    private int awaited;
    private long busyUntil;
    private String complaint = "nobody looked";

    MachineStory(Plot plot, Setting setting, FenceFilter fences) {
        this.plot = plot;
        this.random = seeds.create(setting.seed());
        coherent = setting.shape() == LinkShape.COHERENT;
        MachineModel model = coherent ? MachineModel.COHERENT : MachineModel.MOUNT_EVANS;
        machine = new Machine(model, new Disorder(seeds.create(~setting.seed()), setting.stubborn()), fences);
        timeline = machine.timeline();
        // Few slots, so that queues wrap and run full; few regions, so that they are used again.
        geometry = new Geometry(CORES, plot == Plot.SUCCESSION ? 3 : 2, 4, 4, 8);
        link = machine.link(
                setting.shape(),
                SimulatedLink.Doorbell.RUNG,
                new SimulatedLink.Sizes(
                        RegionLayout.toNicBytes(geometry),
                        RegionLayout.toHostBytes(geometry),
                        RegionLayout.hostCounters(geometry, 0)));
    }

    @Override
    public String tell() {
        actor("host", this::boot);
        timeline.runUntil(4 * PATIENCE);
        return complaint;
    }

    /**
     * Somebody of the host, on a core of its own. They hand over to each other by compare-and-set, which on a real processor empties its buffers; the machine's windows
     * know nothing of the heap. Posted writes stay in order all the same; stores to a coherent link do so only if they come from one processor.
     */
    private void actor(String name, Runnable body) {
        if (shared == null || !coherent) {
            shared = machine.core(Side.HOST);
        }
        machine.actor(name, shared, body);
    }

    private void boot() {
        enclave = new Enclave(link.host(geometry::store), geometry, machine.clock());
        enclave.link().toNic().fullFence();
        for (int i = 0; i < TARGETS; i++) {
            targets.add(new StoryTarget());
            enclave.register(targets.get(i));
        }
        for (int core = 0; core < CORES; core++) {
            StoryCore serving = new StoryCore(this, enclave, core);
            cores.add(serving);
            actor("core " + core, serving);
        }
        add(AgentOptions.DEFAULT.withPrestage(plot == Plot.CALM ? random.nextInt(3) : 1));
        boolean fate = plot == Plot.SUCCESSION || plot == Plot.RETURN;
        awaited = fate ? 2 : 1;
        actor("waker", this::wakeMany);
        if (fate) {
            actor("fate", plot == Plot.RETURN ? this::comeAndGo : this::disturb);
        }
        actor("judge", this::judge);
        watch();
    }

    private void add(AgentOptions options) {
        agents.add(new StoryAgent(this, options));
    }

    private void watch() {
        boolean strict = plot == Plot.SUCCESSION || plot == Plot.BEATING;
        Watchdog watchdog = new Watchdog(enclave, strict ? STRICT : PATIENT, (pid, ticks) -> true);
        long period = (strict ? 100 : 20L << random.nextInt(6)) * MICRO;
        while (true) {
            watchdog.step();
            timeline.parkUntil(timeline.now() + (enclave.epoch() == 0 ? 1 + random.nextLong(20 * MICRO) : period));
        }
    }

    // ---- what happens

    /** Wakes targets, most of the time after the agent came, sometimes before. */
    private void wakeMany() {
        int wakes = 3 + random.nextInt(12);
        for (int i = 0; i < wakes; i++) {
            while (enclave.epoch() == 0 && plot != Plot.SUCCESSION) {
                pause(10);
            }
            StoryTarget target = targets.get(
                    plot == Plot.CALM || plot == Plot.SUCCESSION || plot == Plot.RETURN
                            ? random.nextInt(TARGETS)
                            : i % TARGETS);
            if (random.nextInt(6) == 0 && i >= TARGETS) {
                enclave.apply(target, TargetEvent.CHANGE, TargetWord.NO_CORE);
            } else {
                target.owed = true;
                enclave.apply(target, TargetEvent.WAKE, TargetWord.NO_CORE);
            }
            if (random.nextBoolean()) {
                pause(1 + random.nextInt(12));
            }
        }
        awaited--;
    }

    void pause(int micros) {
        timeline.parkUntil(timeline.now() + 1 + random.nextLong(micros * MICRO));
    }

    /** Stops, kills and replaces agents. */
    private void disturb() {
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            pause(400);
            StoryAgent victim = agents.get(random.nextInt(agents.size()));
            switch (random.nextInt(3)) {
                case 0 -> victim.actor().kill();
                default -> victim.actor().freezeUntil(timeline.now() + random.nextLong(2_500 * MICRO));
            }
            if (agents.size() < 4) {
                add(random.nextBoolean() ? AgentOptions.DEFAULT.replacing() : AgentOptions.DEFAULT);
            }
        }
        awaited--;
    }

    private void comeAndGo() {
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            StoryAgent last = agents.getLast();
            do {
                pause(40);
            } while (!last.inCharge());
            last.dismiss();
            // Who comes while the host still believes another in charge is refused.
            while (enclave.epoch() != 0) {
                pause(20);
            }
            add(AgentOptions.DEFAULT);
        }
        awaited--;
    }

    /** True while a run that began on this core must go on because of the plot. */
    boolean mustGoOn(StoryTarget running) {
        return switch (plot) {
            case WITHDRAWAL ->
                running.on == 0 && (awaited > 0 || targets.stream().anyMatch(other -> other != running && other.owed));
            case PREEMPTION -> running.timesPreempted < 2 && unfinished() > CORES;
            case BEATING -> timeline.now() < busyUntil;
            default -> false;
        };
    }

    /** The first run of this plot begins; others wait meanwhile. */
    void began() {
        if (plot == Plot.BEATING && busyUntil == 0) {
            busyUntil = timeline.now() + 2_300 * MICRO;
        }
    }

    private long unfinished() {
        return targets.stream()
                .filter(target -> target.state() != TargetState.BLOCKED)
                .count();
    }

    // ---- how it ends

    private void judge() {
        while (timeline.now() < PATIENCE && !done()) {
            timeline.parkUntil(timeline.now() + 50 * MICRO);
        }
        boolean done = done();
        // What was counted last may still be in somebody's store buffer.
        timeline.parkUntil(timeline.now() + 100 * MICRO);
        complaint = done ? books() : "something is never done: " + this;
        timeline.stop();
    }

    private boolean done() {
        boolean settled = plot == Plot.SUCCESSION || agents.getLast().settled();
        return awaited == 0
                && settled
                && targets.stream().allMatch(target -> !target.owed && target.state() == TargetState.BLOCKED);
    }

    /** What does not balance; empty if everything does. */
    private String books() {
        long outcomes = 0;
        for (int core = 0; core < CORES; core++) {
            Counters counters = enclave.counters(core);
            if (counters.get(Counters.DISPATCHES)
                    != count(core, Outcome.COMMITTED) + counters.get(Counters.FALLBACK_RUNS)) {
                return "dispatches are not what was committed and what the fallback ran";
            }
            if (counters.get(Counters.CORRUPT) > 0) {
                return "slots found corrupt by the host";
            }
            for (Outcome outcome : Outcome.values()) {
                outcomes += count(core, outcome);
            }
            for (Outcome nonsense : List.of(Outcome.MALFORMED, Outcome.WRONG_CORE, Outcome.UNKNOWN_TARGET)) {
                if (count(core, nonsense) > 0) {
                    return "an honest agent got " + nonsense;
                }
            }
        }
        return plot == Plot.SUCCESSION ? "" : booksOfAgent(outcomes);
    }

    private String booksOfAgent(long outcomes) {
        Counters events = enclave.counters(CORES);
        if (events.get(Counters.ENDED_SILENT) + events.get(Counters.ENDED_NONSENSE) > 0) {
            return "an agent whose loop turns is taken for silent, or for mad";
        }
        if (agents.size() == 1 && events.get(Counters.EPOCHS) + events.get(Counters.CLAIMS_REFUSED) > 1) {
            return "the only agent had to ask again";
        }
        if (agents.getLast().nonsense() > 0) {
            return "the agent found slots corrupt or malformed";
        }
        long decisions = agents.getLast().decisions();
        boolean one = agents.size() == 1;
        return one && decisions != outcomes ? decisions + " decisions, " + outcomes + " outcomes" : "";
    }

    /** What came out, and on what way: equal for equal runs only, as far as a hash can tell. */
    String digest() {
        return complaint + " " + timeline.now() + " " + timeline.switches() + " " + this;
    }

    private long count(int core, Outcome outcome) {
        return enclave.counters(core).get(Counters.of(outcome));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("epoch " + enclave.epoch() + ", awaited " + awaited);
        targets.forEach(t -> text.append(", ").append(t.state()).append(t.owed ? " owed" : ""));
        cores.forEach(c -> text.append(", core ").append(c));
        agents.forEach(a -> text.append(", agent ").append(a));
        return text.toString();
    }
}
