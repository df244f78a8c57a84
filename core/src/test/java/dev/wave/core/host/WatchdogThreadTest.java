package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.Clock;
import dev.wave.core.Seeds;
import dev.wave.core.agent.AgentSeat;
import dev.wave.core.link.ShmLink;
import dev.wave.core.link.ShmNames;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetWord;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The watchdog with a thread of its own and the real clock. */
@Timeout(60)
class WatchdogThreadTest {
    private static final WatchdogLimits LIMITS = new WatchdogLimits(4_000_000, 1_000_000_000);

    private final Geometry geometry = new Geometry(1, 2, 16, 4, 8);
    private final String name = ShmNames.fresh();
    private final Enclave enclave = new Enclave(
            ShmLink.create(name, RegionLayout.toNicBytes(geometry), RegionLayout.toHostBytes(geometry)),
            geometry,
            Clock.system());
    private final AtomicInteger duties = new AtomicInteger();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final WatchdogThread thread =
            new WatchdogThread(enclave, new Watchdog(enclave, LIMITS, ProcessTable.system()), LIMITS, this::duty);
    private final FifoAgent agent =
            new FifoAgent(new AgentSeat(ShmLink.open(name), false, Seeds.random(1)), 0, Clock.system());

    @AfterEach
    void endEverything() {
        thread.close();
        enclave.close();
    }

    private void duty() {
        duties.incrementAndGet();
        if (failing.get()) {
            throw new IllegalStateException("expected: a duty that fails");
        }
    }

    private static void until(BooleanSupplier holds) {
        assertTrue(new Threads().waitUntil(holds), "it never came to that");
    }

    private void comeIntoCharge() {
        until(() -> {
            agent.receive();
            return agent.inCharge();
        });
    }

    @Test
    void claimIsAnsweredAlsoByAWatchdogThatDozes() {
        thread.start();
        // Long enough for it to find out that nothing happens here.
        until(() -> duties.get() > 24);
        comeIntoCharge();
        assertEquals(1, enclave.epoch());
    }

    @Test
    void silentAgentLosesChargeAlsoAfterADoze() {
        thread.start();
        comeIntoCharge();
        HostTarget target = new HostTarget();
        enclave.register(target);
        until(() -> {
            agent.receive();
            return duties.get() > 26;
        });
        enclave.apply(target, TargetEvent.WAKE, TargetWord.NO_CORE);
        // The agent decides nothing and is not stepped any more: only the fallback can bring the target.
        until(() -> enclave.take(0) == target);
        assertEquals(0, enclave.epoch());
    }

    @Test
    void lookThatFailsIsNotTheLastOne() {
        failing.set(true);
        thread.start();
        until(() -> duties.get() > 24);
        comeIntoCharge();
        HostTarget target = new HostTarget();
        enclave.register(target);
        enclave.apply(target, TargetEvent.WAKE, TargetWord.NO_CORE);
        until(() -> enclave.take(0) == target);
        assertEquals(0, enclave.epoch());
    }

    @Test
    void closingEndsTheEpochInGoodOrder() {
        thread.start();
        comeIntoCharge();
        thread.close();
        thread.close();
        assertEquals(0, enclave.epoch());
        agent.look();
        assertEquals(GrantReason.HOST_CLOSED, agent.reason());
        int done = duties.get();
        assertTrue(done > 0);
    }
}
