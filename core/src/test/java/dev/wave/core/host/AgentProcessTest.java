package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.ChildJvm;
import dev.wave.core.SteppedClock;
import dev.wave.core.link.ShmLink;
import dev.wave.core.link.ShmNames;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An enclave here, its agent in another process that is stopped and killed. The host's clock stands still unless told.
 */
@Timeout(120)
class AgentProcessTest {
    private static final int TARGETS = 50;

    private final Geometry geometry = new Geometry(1, 2, 16, 4, 8);
    private final SteppedClock clock = new SteppedClock();
    private final String name = ShmNames.fresh();
    private final List<HostTarget> targets = new ArrayList<>();
    private Enclave enclave;
    private Watchdog watchdog;
    private long runs;

    @BeforeEach
    void openAnEnclave() {
        ShmLink link = ShmLink.create(name, RegionLayout.toNicBytes(geometry), RegionLayout.toHostBytes(geometry));
        enclave = new Enclave(link, geometry, clock);
        watchdog = new Watchdog(enclave, WatchdogLimits.DEFAULT, ProcessTable.system());
        for (int i = 0; i < TARGETS; i++) {
            HostTarget target = new HostTarget();
            enclave.register(target);
            enclave.apply(target, TargetEvent.WAKE, TargetWord.NO_CORE);
            targets.add(target);
        }
    }

    @AfterEach
    void closeIt() {
        enclave.close();
    }

    /** Runs the core and the watchdog, without letting time pass, until something holds. */
    private void until(BooleanSupplier holds) {
        // Not a bound on speed: it only ends a test that hangs.
        long patience = System.nanoTime() + 60_000_000_000L;
        while (!holds.getAsBoolean()) {
            assertTrue(System.nanoTime() < patience, "epoch " + enclave.epoch() + ", runs " + runs);
            watchdog.step();
            HostTarget target = enclave.take(0);
            if (target != null) {
                runs++;
                enclave.apply(target, TargetEvent.YIELD, 0);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private long committed() {
        return enclave.counters(0).get(Outcome.COMMITTED.code() - 1);
    }

    private ChildJvm agentInCharge() throws Exception {
        ChildJvm child = new ChildJvm(AgentProcess.class, name);
        assertEquals("ready", child.line());
        long before = committed();
        until(() -> enclave.epoch() != 0 && committed() >= before + 2 * TARGETS);
        return child;
    }

    private void untilTheWatchdogLooksAtProcesses() {
        until(() -> {
            clock.advance(250_000_000);
            return enclave.epoch() == 0;
        });
    }

    private void checkNothingIsLost() {
        Counters counters = enclave.counters(0);
        assertEquals(runs, counters.get(Counters.DISPATCHES));
        assertEquals(runs, committed() + counters.get(Counters.FALLBACK_RUNS));
        assertTrue(targets.stream().allMatch(t -> t.state() == TargetState.READY));
        List<HostTarget> ran = new ArrayList<>();
        for (int i = 0; i < TARGETS; i++) {
            HostTarget target = enclave.take(0);
            ran.add(target);
            enclave.apply(target, TargetEvent.BLOCK, 0);
        }
        assertEquals(TARGETS, ran.stream().distinct().count(), "each once");
    }

    @Test
    void killedAgentLosesNothingAndItsRegionIsReused() throws Exception {
        try (ChildJvm child = agentInCharge()) {
            child.kill();
            untilTheWatchdogLooksAtProcesses();
            assertEquals(1, enclave.counters(1).get(Counters.ENDED_DEAD));
        }
        clock.advance(1_000_000_000);
        watchdog.step();
        try (ChildJvm next = agentInCharge()) {
            assertTrue(next.alive());
            assertEquals(0, enclave.region().number());
            next.kill();
            untilTheWatchdogLooksAtProcesses();
        }
        checkNothingIsLost();
    }

    @Test
    void stoppedAgentIsReplacedByTheFallbackAndComesBack() throws Exception {
        try (ChildJvm child = agentInCharge()) {
            child.signal("STOP");
            long enough = enclave.counters(0).get(Counters.FALLBACK_RUNS) + TARGETS;
            // The signal may take a moment; until then the agent comes back as often as it is found too slow.
            until(() -> {
                clock.advance(WatchdogLimits.DEFAULT.silenceNanos() / 4);
                return enclave.epoch() == 0 && enclave.counters(0).get(Counters.FALLBACK_RUNS) >= enough;
            });
            assertTrue(enclave.counters(1).get(Counters.ENDED_SILENT) >= 1);
            child.signal("CONT");
            long before = committed();
            until(() -> enclave.epoch() != 0 && committed() > before + TARGETS);
            watchdog.close();
            assertEquals("HOST_CLOSED", child.line());
        }
        checkNothingIsLost();
    }
}
