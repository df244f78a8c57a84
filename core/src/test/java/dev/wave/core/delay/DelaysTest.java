package dev.wave.core.delay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.delay.LinkDelays.Trick;
import dev.wave.core.link.LinkException;
import dev.wave.core.link.MemoryWindow;
import dev.wave.core.link.WindowAttribute;
import dev.wave.core.model.MachineModel;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What accesses to a delayed link cost, and when what was stored is seen; on a clock that ticks when it is read. */
class DelaysTest {
    private static final long TICK = 5;
    private static final long FLIGHT = 400;
    private static final long ROUND_TRIP = 1_000;
    private static final long SLACK = 12 * TICK;

    private final AtomicLong time = new AtomicLong(1_000_000);
    private final MemoryWindow memory = new MemoryWindow(MemorySegment.ofArray(new long[9 * 64]));
    private final PostedWindow nicWrites = new PostedWindow(memory, PostedWindow.Costs.LOCAL, this::tick);

    private long tick() {
        return time.addAndGet(TICK);
    }

    private DistantWindow host(WindowAttribute attribute) {
        return new DistantWindow(memory, new DistantWindow.Costs(attribute, ROUND_TRIP, true), this::tick);
    }

    private PostedWindow posting(WindowAttribute attribute) {
        return new PostedWindow(memory, new PostedWindow.Costs(attribute, 50, 60, FLIGHT, 1024), this::tick);
    }

    private void assertTook(long expected, Runnable access) {
        long before = time.get();
        access.run();
        long took = time.get() - before;
        assertTrue(took >= expected && took <= expected + SLACK, took + " ns instead of " + expected);
    }

    @Test
    void uncachedLoadsPayARoundTripPerWord() {
        DistantWindow window = host(WindowAttribute.UNCACHED);
        assertTook(ROUND_TRIP, () -> window.load(64));
        long[] line = new long[8];
        long before = time.get();
        window.loadLine(64, line);
        assertTrue(time.get() - before >= 8 * ROUND_TRIP);
    }

    @Test
    void cachedLinePaysOnceAndIsStaleUntilFlushed() {
        DistantWindow window = host(WindowAttribute.WRITE_THROUGH);
        assertTook(ROUND_TRIP, () -> assertEquals(0, window.load(64)));
        nicWrites.store(64, 7);
        assertTook(0, () -> assertEquals(0, window.load(64)));
        window.flush(64);
        assertTook(ROUND_TRIP, () -> assertEquals(7, window.load(64)));
        assertTook(0, () -> window.load(72));
    }

    @Test
    void prefetchedLineCostsWhatIsLeftOfTheRoundTrip() {
        DistantWindow window = host(WindowAttribute.WRITE_THROUGH);
        nicWrites.store(64, 7);
        window.prefetch(64);
        time.addAndGet(600);
        assertTook(ROUND_TRIP - 600 - 2 * TICK, () -> assertEquals(7, window.load(64)));
        assertTook(0, () -> window.load(64));
    }

    @Test
    void prefetchLongAgoCostsNothing() {
        DistantWindow window = host(WindowAttribute.WRITE_THROUGH);
        window.prefetch(128);
        time.addAndGet(5_000);
        assertTook(0, () -> window.load(128));
    }

    @Test
    void storeThatCameTooLateForThePrefetchIsMissed() {
        DistantWindow window = host(WindowAttribute.WRITE_THROUGH);
        window.prefetch(64);
        time.addAndGet(700);
        nicWrites.store(64, 7);
        time.addAndGet(5_000);
        assertEquals(0, window.load(64), "the line had left the NIC already");
        window.flush(64);
        assertEquals(7, window.load(64));
    }

    @Test
    void prefetchOfAnUncachedWindowDoesNothing() {
        DistantWindow window = host(WindowAttribute.UNCACHED);
        window.prefetch(64);
        time.addAndGet(5_000);
        assertTook(ROUND_TRIP, () -> window.load(64));
    }

    @Test
    void storesOfTheHostArriveLate() {
        DistantWindow nic = new DistantWindow(memory, DistantWindow.Costs.LOCAL, this::tick);
        PostedWindow host = posting(WindowAttribute.WRITE_COMBINING);
        assertTook(0, () -> host.store(64, 9));
        assertEquals(0, nic.load(64));
        time.addAndGet(FLIGHT);
        assertEquals(9, nic.load(64));
        assertEquals(9, host.load(64), "its own stores it knows at once");
    }

    @Test
    void lineWrittenAgainAndAgainArrivesAllTheSame() {
        DistantWindow nic = new DistantWindow(memory, DistantWindow.Costs.LOCAL, this::tick);
        PostedWindow host = posting(WindowAttribute.WRITE_COMBINING);
        long seen = 0;
        for (int i = 1; i <= 100; i++) {
            host.store(64, i);
            time.addAndGet(FLIGHT / 4);
            seen = Math.max(seen, nic.load(64));
        }
        assertTrue(seen > 90, "only " + seen + " of 100 was ever seen");
    }

    @Test
    void uncachedStoresPayPerWordAndCombinedOnesPerFlush() {
        PostedWindow uncached = posting(WindowAttribute.UNCACHED);
        assertTook(50, () -> uncached.store(64, 1));
        assertTook(50, () -> uncached.storePayload(72, 1));
        assertTook(0, () -> uncached.flush(64));
        PostedWindow combined = posting(WindowAttribute.WRITE_COMBINING);
        assertTook(0, () -> combined.storePayload(72, 1));
        assertTook(60, () -> combined.flush(64));
    }

    @Test
    void countersOfTheHostCostNothing() {
        PostedWindow uncached = posting(WindowAttribute.UNCACHED);
        assertTook(0, () -> uncached.store(2048, 1));
        assertEquals(1, uncached.load(2048));
    }

    @Test
    void delaysAreWrittenAsTheyAreRead() {
        for (MachineModel model : LinkDelays.MODELS) {
            LinkDelays all = LinkDelays.of(model);
            assertEquals(all, LinkDelays.parse(all.toString()));
            for (Trick trick : Trick.values()) {
                LinkDelays fewer = all.without(trick);
                assertFalse(fewer.uses(trick));
                assertEquals(fewer, LinkDelays.parse(fewer.toString()));
            }
        }
        assertThrows(LinkException.class, () -> LinkDelays.parse("mount-evans,wt"));
    }
}
