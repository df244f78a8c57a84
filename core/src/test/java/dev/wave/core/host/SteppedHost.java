package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.wave.core.Seeds;
import dev.wave.core.SteppedClock;
import dev.wave.core.agent.AgentSeat;
import dev.wave.core.link.SteppedLink;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import java.util.HashSet;
import java.util.Set;

/** An enclave, its watchdog, a clock and a process table, all driven by hand from one thread. */
final class SteppedHost {
    static final long MILLI = 1_000_000;
    static final WatchdogLimits LIMITS = new WatchdogLimits(20 * MILLI, 1_000 * MILLI);

    final SteppedClock clock = new SteppedClock();
    final Set<Long> deadPids = new HashSet<>();
    final Geometry geometry;
    final SteppedLink link;
    final Enclave enclave;
    final Watchdog watchdog;
    private long nextPid = 1000;

    SteppedHost(Geometry geometry) {
        this.geometry = geometry;
        this.link = new SteppedLink(RegionLayout.toNicBytes(geometry), RegionLayout.toHostBytes(geometry));
        this.enclave = new Enclave(link, geometry, clock);
        this.watchdog = new Watchdog(enclave, LIMITS, (pid, start) -> !deadPids.contains(pid));
    }

    static SteppedHost ofCores(int cores) {
        return new SteppedHost(new Geometry(cores, 3, 64, 4, 8));
    }

    /** A target that is blocked. */
    HostTarget blocked() {
        HostTarget target = new HostTarget();
        enclave.register(target);
        return target;
    }

    /** A target that is ready. */
    HostTarget ready() {
        HostTarget target = blocked();
        wake(target);
        return target;
    }

    void wake(HostTarget target) {
        enclave.apply(target, TargetEvent.WAKE, TargetWord.NO_CORE);
    }

    /** Another agent process, with a pid and a nonce source of its own. */
    FifoAgent agent() {
        return agent(false);
    }

    FifoAgent agent(boolean replace) {
        long pid = ++nextPid;
        return new FifoAgent(new AgentSeat(link, replace, Seeds.random(pid)), pid, clock);
    }

    /** An agent in charge that has taken in its discovery and decided nothing yet. */
    FifoAgent attached() {
        FifoAgent agent = agent();
        attach(agent);
        return agent;
    }

    void attach(FifoAgent agent) {
        agent.look();
        watchdog.step();
        agent.receive();
        assertEquals(AgentSeat.Standing.IN_CHARGE, agent.standing());
        assertNotEquals(0, enclave.epoch());
    }

    /** Lets time pass and the watchdog look. */
    void watch(long nanos) {
        clock.advance(nanos);
        watchdog.step();
    }

    /** Punctual looks for that long. */
    void watchFor(long nanos) {
        long step = LIMITS.silenceNanos() / 4;
        for (long passed = 0; passed < nanos; passed += step) {
            watch(step);
        }
    }

    /** The core takes its next target, which must be {@code expected}. */
    void runs(int core, HostTarget expected) {
        HostTarget taken = enclave.take(core);
        assertEquals(expected, taken);
        if (taken != null) {
            assertEquals(TargetState.RUNNING, taken.state());
        }
    }

    void off(HostTarget target, TargetEvent event, int core) {
        enclave.apply(target, event, core);
    }

    Counters watchdogCounters() {
        return enclave.counters(geometry.guarded());
    }

    /** How often an outcome was given, on all cores. */
    long outcomes(Outcome outcome) {
        long sum = 0;
        for (int core = 0; core < geometry.cores(); core++) {
            sum += enclave.counters(core).get(Counters.of(outcome));
        }
        return sum;
    }

    /** All outcomes given, on all cores. */
    long outcomes() {
        long sum = 0;
        for (Outcome outcome : Outcome.values()) {
            sum += outcomes(outcome);
        }
        return sum;
    }

    /** Word {@code word} of the error log's entry {@code entry}. */
    long error(int entry, int word) {
        return link.toNic().load(RegionLayout.hostErrors(geometry) + entry * RegionLayout.ERROR_BYTES + word * 8L);
    }
}
