package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.link.Window;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.queue.QueueLayout;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The invariants of docs/protocol.md, section 1, checked on a world from outside after each of its steps. */
final class SwarmChecker {
    private final SwarmWorld world;
    private final Enclave enclave;
    private final Map<HostTarget, Long> sequences = new HashMap<>();
    private final Map<HostTarget, TargetState> states = new HashMap<>();
    private final long[] lastDispatch;
    private final long[] runs;

    SwarmChecker(SwarmWorld world) {
        this.world = world;
        this.enclave = world.host.enclave;
        this.lastDispatch = new long[world.host.geometry.cores()];
        this.runs = new long[world.host.geometry.cores()];
    }

    /** The core took a target. */
    void started(int core, HostTarget target, long epochBefore) {
        runs[core]++;
        assertTrue(target.dispatch() > lastDispatch[core], "dispatch numbers of a core count up");
        lastDispatch[core] = target.dispatch();
        if (epochBefore != 0) {
            var decision = new FifoAgent.Decided(epochBefore, core, target.id(), target.sequence() - 1);
            // What was held may have changed between its commit and its start.
            boolean held = world.together(target) && world.decidedAnyhow(epochBefore, core, target);
            assertTrue(
                    held || world.decided(decision),
                    "invariant 4: target " + target.index() + " runs on core " + core + " although the agent of epoch "
                            + epochBefore + " decided no such thing");
        }
    }

    void check() {
        Collection<HostTarget> targets = world.targets;
        for (HostTarget target : targets) {
            checkWord(target);
            long on = world.cores.stream().filter(c -> c.running == target).count();
            boolean running = target.state() == TargetState.RUNNING || target.state() == TargetState.WOKEN;
            boolean held = running && on == 0 && world.together(target);
            assertEquals(
                    running && !held ? 1 : 0,
                    on,
                    "invariant 1: target " + target.index() + " is " + target.state() + ", and on so many cores");
            if (target.state() == TargetState.READY) {
                assertTrue(
                        isKnown(target),
                        "invariant 2: nobody in charge knows that target " + target.index()
                                + " is ready with sequence number " + target.sequence());
            }
        }
        checkCounters();
    }

    private void checkWord(HostTarget target) {
        long before = sequences.getOrDefault(target, 0L);
        long now = target.sequence();
        assertTrue(now >= before, "invariant 5: the number of target " + target.index() + " went down");
        TargetState was = states.getOrDefault(target, TargetState.ABSENT);
        TargetState is = target.state();
        assertTrue(
                was.onTheWire() == is.onTheWire() || now > before,
                "invariant 5: " + was + " became " + is + " under the same number");
        sequences.put(target, now);
        states.put(target, is);
    }

    /** What runs was counted when it started, either as committed or as the fallback's. */
    private void checkCounters() {
        for (int core = 0; core < runs.length; core++) {
            Counters counters = enclave.counters(core);
            long dispatches = counters.get(Counters.DISPATCHES);
            assertEquals(runs[core], dispatches, "dispatches of core " + core);
            assertEquals(
                    dispatches,
                    counters.get(Outcome.COMMITTED.code() - 1) + counters.get(Counters.FALLBACK_RUNS),
                    "dispatches = committed + run by the fallback, core " + core);
        }
        assertTrue(
                world.scribbled() || world.host.outcomes() <= world.published(),
                "invariant 3: more outcomes than decisions: " + world.host.outcomes() + " and " + world.published());
    }

    private boolean isKnown(HostTarget target) {
        if (enclave.epoch() == 0) {
            return enclave.fallback().contains(target);
        }
        FifoAgent agent = world.agentOf(enclave.epoch());
        if (agent != null && agent.port() == null) {
            // It left; the watchdog sees that at its next look and tells the fallback.
            return true;
        }
        FifoAgent.Known known = agent == null ? null : agent.known(target.id());
        if (known != null && known.sequence() == target.sequence()) {
            return true;
        }
        for (MessageSender sender : enclave.senders()) {
            if (sender.hasMarked()) {
                return true;
            }
        }
        return isUnderWay(target);
    }

    private boolean isUnderWay(HostTarget target) {
        RegionLayout region = enclave.region();
        Window window = world.host.link.toNic();
        for (int number = 0; number <= world.host.geometry.guarded(); number++) {
            QueueLayout queue = region.messages(number);
            for (int slot = 0; slot < queue.slots(); slot++) {
                long at = queue.slot(slot);
                if (window.load(at + 16) == target.id() && window.load(at + 24) == target.sequence()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** After healing: everything ran, everything is answered, everything gone is forgotten. */
    void checkHealed() {
        for (HostTarget target : world.targets) {
            assertEquals(TargetState.BLOCKED, target.state(), "target " + target.index() + " never ran: " + world);
        }
        assertTrue(world.owed.isEmpty(), "woken after their last run began, and not run again: " + world.owed.size());
        int[] registered = {0};
        enclave.registry().forEach(target -> registered[0]++);
        assertEquals(world.targets.size(), registered[0], "what is gone is forgotten");
        if (world.honest()) {
            assertEquals(world.published(), world.host.outcomes(), "invariant 3: decisions = outcomes");
        }
    }
}
