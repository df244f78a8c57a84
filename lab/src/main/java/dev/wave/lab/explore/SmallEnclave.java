package dev.wave.lab.explore;

import dev.wave.core.host.Counters;
import dev.wave.core.host.Enclave;
import dev.wave.core.host.HostTarget;
import dev.wave.core.host.Watchdog;
import dev.wave.core.host.WatchdogLimits;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.policy.Fifo;
import java.util.List;
import java.util.random.RandomGeneratorFactory;

/**
 * Two threads on two cores under the shipping enclave, watchdog and agent with the policy {@link Fifo}; the agent is in charge and everybody sleeps when it begins. Somebody tells of
 * three events, each of which is a message; in {@link Plot#REVOKED} the agent is taken out of charge meanwhile, so that the fallback runs what is left.
 */
class SmallEnclave implements World {
    /** What happens. */
    enum Plot {
        /** Both threads are woken, then something about the first changes, which makes decisions about it stale. */
        CHANGED,
        /** Both are woken, then the first again, which may be running by then. */
        WOKEN_AGAIN,
        /** Both are woken, and the agent is taken out of charge at some moment. */
        REVOKED
    }

    static final Geometry GEOMETRY = new Geometry(2, 2, 4, 4, 8);
    static final int NOWHERE = -1;
    private static final long NANOS = 1_000_000_000L;
    private static final WatchdogLimits PATIENT = new WatchdogLimits(NANOS, 2 * NANOS);

    /** One of the threads. */
    static final class Target extends HostTarget {
        int on = NOWHERE;
        private int wakes;
        private int runs;
    }

    final StepMemory memory;
    final Execution execution;
    Enclave enclave;
    private final Plot plot;
    private final Witness witness = new Witness(GEOMETRY);
    private final Places places;
    final List<Target> targets = List.of(new Target(), new Target());
    private final Watchdog watchdog;
    private final ThreadAgent agent;
    private String complaint = "";

    SmallEnclave(Plot plot, Races races) {
        this.plot = plot;
        this.memory = new StepMemory(GEOMETRY, races, this::stored);
        this.execution = memory.execution();
        this.places = new Places(GEOMETRY, StepMemory.toNicWords(GEOMETRY), StepMemory.words(GEOMETRY));
        Link link = memory.link();
        enclave = new Enclave(hostEnd(link), GEOMETRY, this::nanos);
        watchdog = new Watchdog(enclave, PATIENT, (pid, ticks) -> true);
        targets.forEach(enclave::register);
        agent = new ThreadAgent(
                link,
                Fifo::new,
                AgentOptions.DEFAULT,
                () -> NANOS,
                RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        attach();
        addStrands();
    }

    /** For doubles that break a rule: the host's end of the link. */
    Link hostEnd(Link link) {
        return link;
    }

    private void stored(int word) {
        witness.stored(word, memory);
    }

    private long nanos() {
        execution.point(Places.CLOCK);
        return NANOS;
    }

    private void attach() {
        for (int i = 0; i < 8 && !agent.inCharge(); i++) {
            agent.step();
            watchdog.step();
        }
        if (!agent.inCharge()) {
            throw new IllegalStateException("the agent was not granted the enclave");
        }
    }

    private void addStrands() {
        for (int core = 0; core < GEOMETRY.cores(); core++) {
            int number = core;
            execution.add("core " + core, true, () -> serve(number));
        }
        execution.add("agent", false, this::decide);
        for (int i = 0; i < execution.strands().size(); i++) {
            execution.step(i);
        }
        execution.add("waker", true, this::tell);
        if (plot == Plot.REVOKED) {
            execution.add("watchdog", true, this::revoke);
        }
        execution.begin();
    }

    // ---- who acts

    private void tell() {
        wake(targets.get(0));
        wake(targets.get(1));
        if (plot == Plot.CHANGED) {
            execution.point(Places.TELLS);
            targets.get(0).weight(2);
            enclave.apply(targets.get(0), TargetEvent.CHANGE, TargetWord.NO_CORE);
        } else if (plot == Plot.WOKEN_AGAIN) {
            wake(targets.get(0));
        }
    }

    private void wake(Target target) {
        execution.point(Places.TELLS);
        target.wakes++;
        enclave.apply(target, TargetEvent.WAKE, TargetWord.NO_CORE);
    }

    private void revoke() {
        watchdog.close();
        // A core may have been answering just then.
        watchdog.step();
    }

    private void serve(int core) {
        enclave.interrupt(core).disarm();
        while (true) {
            Target target = (Target) enclave.take(core);
            if (target == null) {
                rest(core);
            } else {
                run(core, target);
            }
        }
    }

    private void run(int core, Target target) {
        boolean runs = target.state() == TargetState.RUNNING || target.state() == TargetState.WOKEN;
        if (target.on != NOWHERE || !runs) {
            complaint = "core " + core + " took a thread that is " + target.state() + " and on core " + target.on;
        }
        target.on = core;
        target.runs++;
        execution.point(Places.RUNS);
        letGo(core, target);
    }

    /** First the thread is off the core, then that is said. */
    void letGo(int core, Target target) {
        target.on = NOWHERE;
        enclave.apply(target, TargetEvent.BLOCK, core);
    }

    /** As the carriers of virtual threads do it: announce the sleep, look once more, sleep. */
    void rest(int core) {
        Interrupt interrupt = enclave.interrupt(core);
        long ticket = interrupt.arm();
        if (enclave.mayRest(core, interrupt)) {
            interrupt.await(ticket, Long.MAX_VALUE);
        }
        interrupt.disarm();
    }

    private void decide() {
        while (!agent.over()) {
            long seen = memory.hostStores();
            if (agent.step() > 0) {
                continue;
            }
            if (agent.sleepNanos() == Long.MAX_VALUE) {
                agent.sleep(Long.MAX_VALUE);
            } else {
                // A step that finds nothing changes nothing: the next one of interest comes after a store.
                execution.await(() -> memory.hostStores() != seen, Places.POLLS);
            }
        }
    }

    // ---- how it ends

    @Override
    public Execution execution() {
        return execution;
    }

    @Override
    public String complaint() {
        return complaint.isEmpty() ? witness.complaint() : complaint;
    }

    @Override
    public String verdict() {
        for (Target target : targets) {
            if (target.state() != TargetState.BLOCKED) {
                return "everybody sleeps, and a thread is " + target.state();
            }
            if (target.runs == 0 || target.runs > target.wakes) {
                return "a thread was woken " + target.wakes + " times and ran " + target.runs + " times";
            }
        }
        for (int core = 0; core < GEOMETRY.cores(); core++) {
            Counters counters = enclave.counters(core);
            long counted = 0;
            for (Outcome outcome : Outcome.values()) {
                counted += counters.get(Counters.of(outcome));
            }
            // What an agent publishes after the end of its epoch nobody looks at any more.
            boolean all = counted == witness.decisions(core) && witness.outcomes(core) == counted;
            if (!all && (plot != Plot.REVOKED || counted > witness.decisions(core))) {
                return "core " + core + " got " + witness.decisions(core) + " decisions, answered "
                        + witness.outcomes(core) + " and counted " + counted;
            }
            if (counters.get(Counters.DISPATCHES)
                    != counters.get(Outcome.COMMITTED.code() - 1) + counters.get(Counters.FALLBACK_RUNS)) {
                return "dispatches are not what was committed and what the fallback ran";
            }
        }
        return "";
    }

    @Override
    public long end() {
        long end = enclave.epoch();
        for (Target target : targets) {
            end = 31 * end + target.sequence();
            end = 31 * end + target.runs;
        }
        for (int core = 0; core < GEOMETRY.cores(); core++) {
            for (int word = 0; word < 16; word++) {
                end = 31 * end + enclave.counters(core).get(word);
            }
        }
        return end;
    }

    @Override
    public String name(int what) {
        return places.name(what);
    }
}
