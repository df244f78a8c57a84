package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.Clock;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import dev.wave.core.reordering.Actors;
import dev.wave.core.reordering.Machine;
import dev.wave.core.reordering.Platform;
import dev.wave.core.reordering.ReorderingLink;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The shipping host and the shipping ends of agents, on a link that reorders: cores, whoever wakes targets, the watchdog and agents are threads
 * that change hands at every access of a window and at every look at the clock. At the end everything that was woken has run, and the books
 * balance.
 */
final class EnclaveStory implements Machine.Story {

    /** What happens besides targets being woken and run. */
    enum Plot {
        /** Nothing, and no time passes: nothing is mended because somebody was silent for too long. */
        CALM,
        /** As {@link #CALM}; a core is kept busy until the agent got back what it asked for. */
        WITHDRAWAL,
        /** As {@link #CALM}; every run lasts until the agent asks for its core. */
        PREEMPTION,
        /** Time passes while targets wait for busy cores; an agent whose loop turns is not taken for silent. */
        BEATING,
        /** As {@link #CALM}; the agent leaves, and another one comes, into the same region or the next. */
        RETURN,
        /** Time passes; agents are stopped anywhere, go on late, die, and are replaced. */
        SUCCESSION
    }

    private static final int CORES = 2;
    private static final int TARGETS = 3;
    private static final int ACCESSES = 150_000;

    /** So often the watchdog looks in a deadline; that it does, and nobody else gets a turn, does not happen. */
    private static final int LOOKS = 150;

    private static final WatchdogLimits LIMITS = new WatchdogLimits(15 * SteppedHost.MILLI, 1_000 * SteppedHost.MILLI);

    final Plot plot;
    private final Platform platform;
    final List<StoryTarget> targets = new ArrayList<>();
    final List<StoryAgent> agents = new ArrayList<>();
    private long nanos;
    private int awaited;
    private long looks;
    private Geometry geometry;
    Machine machine;
    RandomGenerator random;
    Actors actors;
    ReorderingLink link;
    Enclave enclave;
    Watchdog watchdog;

    EnclaveStory(Plot plot, Platform platform) {
        this.plot = plot;
        this.platform = platform;
    }

    @Override
    public void run(Machine on) {
        build(on);
        actors.add("watchdog", this::watch);
        for (int core = 0; core < CORES; core++) {
            int number = core;
            actors.add("core " + core, () -> serve(number));
        }
        StoryAgent.add(this, false);
        actors.add("waker", this::wakeMany);
        if (plot == Plot.SUCCESSION) {
            actors.add("fate", this::disturb);
        } else if (plot == Plot.RETURN) {
            actors.add("fate", this::comeAndGo);
        }
        List<String> waiting = actors.run(ACCESSES, this::done);
        assertEquals(List.of(), waiting, () -> "not done in the end: " + this);
        checkBooks();
    }

    private void build(Machine on) {
        machine = on;
        random = on.random();
        targets.clear();
        agents.clear();
        nanos = 1_000_000_000;
        looks = 0;
        actors = new Actors(on);
        // Few slots, so that queues wrap and run full; few regions, so that they are used again.
        geometry = new Geometry(CORES, plot == Plot.SUCCESSION ? 3 : 2, 4, 4, 8);
        link = new ReorderingLink(
                on, actors, platform, RegionLayout.toNicBytes(geometry), RegionLayout.toHostBytes(geometry));
        enclave = new Enclave(link.host(), geometry, clock());
        enclave.link().toNic().fullFence();
        watchdog = new Watchdog(enclave, LIMITS, (pid, start) -> true);
        for (int i = 0; i < TARGETS; i++) {
            targets.add(new StoryTarget());
            enclave.register(targets.get(i));
        }
        awaited = plot == Plot.SUCCESSION || plot == Plot.RETURN ? 2 : 1;
    }

    /** Looking at the clock, too, may take long. */
    Clock clock() {
        return () -> {
            actors.point();
            return nanos;
        };
    }

    private void watch() {
        while (true) {
            watchdog.step();
            looks++;
            if (plot == Plot.SUCCESSION) {
                nanos += 2 * SteppedHost.MILLI;
            } else if (plot == Plot.BEATING) {
                nanos += LIMITS.silenceNanos() / LOOKS;
            }
            actors.pause();
        }
    }

    /** Wakes targets, most of the time after the agent came, sometimes before. */
    private void wakeMany() {
        int wakes = 3 + random.nextInt(12);
        for (int i = 0; i < wakes; i++) {
            while (enclave.epoch() == 0 && plot != Plot.SUCCESSION) {
                actors.pause();
            }
            StoryTarget target = targets.get(random.nextInt(TARGETS));
            if (random.nextInt(6) == 0) {
                enclave.apply(target, TargetEvent.CHANGE, TargetWord.NO_CORE);
            } else {
                target.owed = true;
                enclave.apply(target, TargetEvent.WAKE, TargetWord.NO_CORE);
            }
            if (random.nextBoolean()) {
                actors.pause();
            }
        }
        awaited--;
    }

    /** Stops, kills and replaces agents. */
    private void disturb() {
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            for (int wait = random.nextInt(60); wait > 0; wait--) {
                actors.pause();
            }
            StoryAgent victim = agents.get(random.nextInt(agents.size()));
            switch (random.nextInt(4)) {
                case 0 -> actors.kill(victim.actor);
                case 1 -> dismiss(victim);
                default -> actors.freeze(victim.actor, 1 + random.nextInt(9_000));
            }
            if (agents.size() < 4) {
                StoryAgent.add(this, random.nextBoolean());
            }
        }
        awaited--;
    }

    private void comeAndGo() {
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            StoryAgent last = agents.getLast();
            for (int wait = random.nextInt(30); wait > 0 || !last.inCharge(); wait--) {
                actors.pause();
            }
            dismiss(last);
            // Who comes while the host still believes another in charge is refused.
            while (!last.left() || enclave.epoch() != 0) {
                actors.pause();
            }
            StoryAgent.add(this, false);
        }
        awaited--;
    }

    private void dismiss(StoryAgent agent) {
        agent.leaving = true;
        // It may sleep.
        enclave.incarnation().wakeAgent();
    }

    private void serve(int core) {
        while (true) {
            StoryTarget target = (StoryTarget) enclave.take(core);
            if (target == null) {
                rest(core);
            } else {
                assertEquals(-1, target.on, "a target is on one core at most");
                assertTrue(
                        target.state() == TargetState.RUNNING || target.state() == TargetState.WOKEN,
                        "what a core took is running");
                target.on = core;
                target.owed = false;
                runOn(core, target);
                target.on = -1;
                enclave.apply(target, comesOff(), core);
            }
        }
    }

    private TargetEvent comesOff() {
        return switch (random.nextInt(8)) {
            case 0 -> TargetEvent.YIELD;
            case 1 -> TargetEvent.PREEMPT;
            default -> TargetEvent.BLOCK;
        };
    }

    private void runOn(int core, StoryTarget target) {
        if (random.nextBoolean()) {
            enclave.prefetch(core);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            actors.pause();
        }
        if (plot == Plot.WITHDRAWAL && core == 0) {
            while (agents.getFirst().waitsForWithdrawal()) {
                actors.pause();
            }
        } else if (plot == Plot.BEATING && looks < 2 * LOOKS) {
            // Others wait meanwhile.
            for (long until = looks + 4 * LOOKS / 3; looks < until; ) {
                actors.pause();
            }
        } else if (plot == Plot.PREEMPTION) {
            while (!preempted(core, target)) {
                actors.pause();
            }
        }
    }

    /** The poll of docs/protocol.md, section 3.5. */
    private boolean preempted(int core, StoryTarget target) {
        Window window = enclave.link().toHost();
        RegionLayout region = enclave.region();
        window.flush(region.agentSummary());
        if ((window.load(region.agentSummary()) >>> core & 1) == 0) {
            return false;
        }
        window.flush(region.agentPreemption(core));
        return window.load(region.agentPreemption(core)) == target.dispatch();
    }

    private void rest(int core) {
        enclave.idleDuties(core);
        if (random.nextBoolean()) {
            actors.pause();
            return;
        }
        Interrupt interrupt = enclave.interrupt(core);
        long ticket = interrupt.arm();
        if (enclave.mayRest(core, interrupt)) {
            interrupt.await(ticket, Long.MAX_VALUE);
        }
        interrupt.disarm();
    }

    private boolean done() {
        if (awaited > 0) {
            return false;
        }
        for (StoryTarget target : targets) {
            if (target.owed || target.state() != TargetState.BLOCKED) {
                return false;
            }
        }
        return agents.stream().allMatch(StoryAgent::settled);
    }

    private void checkBooks() {
        long outcomes = 0;
        for (int core = 0; core < CORES; core++) {
            Counters counters = enclave.counters(core);
            assertEquals(
                    counters.get(Counters.DISPATCHES),
                    count(core, Outcome.COMMITTED) + counters.get(Counters.FALLBACK_RUNS),
                    "dispatches = committed + run by the fallback");
            assertEquals(0, counters.get(Counters.CORRUPT), "slots found corrupt");
            for (Outcome outcome : Outcome.values()) {
                outcomes += count(core, outcome);
            }
            for (Outcome nonsense : List.of(Outcome.MALFORMED, Outcome.WRONG_CORE, Outcome.UNKNOWN_TARGET)) {
                assertEquals(0, count(core, nonsense), "honest agents never get " + nonsense);
            }
        }
        long published = agents.stream().mapToLong(StoryAgent::published).sum();
        Counters events = enclave.counters(CORES);
        if (plot == Plot.SUCCESSION) {
            assertTrue(outcomes <= published, outcomes + " outcomes of " + published + " decisions");
        } else {
            assertEquals(published, outcomes, "decisions = outcomes");
            long ended = events.get(Counters.ENDED_SILENT) + events.get(Counters.ENDED_DEAD);
            assertEquals(0, ended, "nobody died or was silent");
        }
        assertEquals(0, events.get(Counters.ENDED_NONSENSE), "epochs ended for nonsense");
    }

    private long count(int core, Outcome outcome) {
        return enclave.counters(core).get(Counters.of(outcome));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("epoch " + enclave.epoch() + ", reason to wait " + awaited);
        targets.forEach(t -> text.append(", target ").append(t.state()).append(t.owed ? " owed" : ""));
        agents.forEach(a -> text.append(", agent ").append(a));
        return text.toString();
    }
}
