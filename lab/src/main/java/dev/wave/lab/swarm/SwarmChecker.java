package dev.wave.lab.swarm;

import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.TargetState;
import dev.wave.sim.time.Timeline;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Safety, at every step: what the host and the cores do is held to the invariants of docs/protocol.md, section 1, by one who sees all of it and believes nobody. The
 * first violation ends the run.
 */
final class SwarmChecker {
    private final Timeline timeline;
    private final Map<Long, SwarmThread> threads = new HashMap<>();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final long[] starts;
    private final long[] commits;
    private final long[] lastDispatch;
    private String violation = "";

    SwarmChecker(Timeline timeline, int cores) {
        this.timeline = timeline;
        this.starts = new long[cores];
        this.commits = new long[cores];
        this.lastDispatch = new long[cores];
    }

    /** What went wrong first; empty if nothing did. */
    String violation() {
        return violation;
    }

    void violated(String what) {
        if (violation.isEmpty()) {
            violation = what + " (at " + timeline.nowNanos() + " ns)";
        }
        timeline.stop();
    }

    void registered(SwarmThread thread) {
        threads.put(thread.id(), thread);
    }

    /** The host is about to say that it carried out a decision. */
    void committed(int core, long id, long stamp, boolean inGroup) {
        commits[core]++;
        SwarmThread thread = threads.get(id);
        if (thread == null) {
            violated("core " + core + " carries out a decision about target " + Long.toHexString(id)
                    + ", which never existed");
            return;
        }
        // One of a group was held until the others came: it may have been woken or changed since its compare-and-set.
        boolean right = inGroup
                ? isOnACore(thread) && thread.sequence() > stamp
                : thread.state() == TargetState.RUNNING && thread.sequence() == stamp + 1;
        if (!right) {
            violated("invariant 4: a decision about " + name(thread) + " stamped " + stamp
                    + " is carried out, and leaves it " + thread.state() + " under number " + thread.sequence());
        }
        comesOn(core, thread);
    }

    private void comesOn(int core, SwarmThread thread) {
        if (thread.core != SwarmThread.NOWHERE && thread.core != core) {
            violated("invariant 1: " + name(thread) + " is on cores " + thread.core + " and " + core + " at once");
        }
        thread.core = core;
        thread.owed = false;
    }

    /** A core is about to run what it took. */
    void started(int core, SwarmThread thread) {
        starts[core]++;
        look(thread);
        comesOn(core, thread);
        if (thread.gone) {
            violated(name(thread) + " has ended, and runs on core " + core);
        }
        if (!isOnACore(thread)) {
            violated("invariant 1: " + name(thread) + " is " + thread.state() + ", and runs on core " + core);
        }
        if (thread.dispatch() <= lastDispatch[core]) {
            violated("core " + core + " starts dispatch " + thread.dispatch() + " after " + lastDispatch[core]);
        }
        lastDispatch[core] = thread.dispatch();
    }

    private static boolean isOnACore(SwarmThread thread) {
        return thread.state() == TargetState.RUNNING || thread.state() == TargetState.WOKEN;
    }

    /** A core lets go of it, and is about to say so. */
    void stopping(int core, SwarmThread thread) {
        look(thread);
        if (thread.core != core) {
            violated("invariant 1: core " + core + " lets go of " + name(thread) + ", which is on core " + thread.core);
        }
        thread.core = SwarmThread.NOWHERE;
    }

    /** Somebody is about to wake it. */
    void waking(SwarmThread thread) {
        look(thread);
        thread.owed = true;
    }

    private void look(SwarmThread thread) {
        if (thread.sequence() < thread.sequenceSeen) {
            violated("invariant 5: the number of " + name(thread) + " went down from " + thread.sequenceSeen + " to "
                    + thread.sequence());
        }
        thread.sequenceSeen = thread.sequence();
    }

    void outcome(int core, Outcome outcome) {
        if (outcome == null) {
            violated("core " + core + " answers with an outcome that there is not");
        } else {
            outcomes.merge(outcome, 1L, Long::sum);
        }
    }

    long outcomes(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    long starts(int core) {
        return starts[core];
    }

    long starts() {
        long sum = 0;
        for (long count : starts) {
            sum += count;
        }
        return sum;
    }

    static String name(SwarmThread thread) {
        return "thread " + thread.index();
    }
}
