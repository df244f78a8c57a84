package dev.wave.core.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every link must do, whatever it is made of. A new kind of link extends this class and says how its two ends are
 * opened.
 *
 * <p>The tests flush as the weakest memory demands, so they hold for write-combining and write-through windows, too.
 */
public abstract class LinkConformance {
    /** Sizes a subclass must at least provide. */
    protected static final long TO_NIC_BYTES = LinkHeader.BYTES + 8192;

    protected static final long TO_HOST_BYTES = 8192;

    /** Nobody waits that long; it only ends a test that hangs. */
    private static final long HANGS_MILLIS = 30_000;

    private static final long LONG_SLEEP_NANOS = 120_000_000_000L;
    private static final long LINE = 64;

    private Link host;
    private Link agent;

    /** Makes a fresh link, at least as large as the constants ask for, and returns the host's end. */
    protected abstract Link openHost();

    /** Opens the agent's end of what {@link #openHost} made. */
    protected abstract Link openAgent();

    @BeforeEach
    void openBothEnds() {
        host = openHost();
        agent = openAgent();
    }

    @AfterEach
    void closeBothEnds() {
        agent.close();
        host.close();
    }

    @Test
    void windowsTellTheirSizeAndAttribute() {
        assertTrue(host.toNic().bytes() >= TO_NIC_BYTES);
        assertTrue(host.toHost().bytes() >= TO_HOST_BYTES);
        assertEquals(host.toNic().bytes(), agent.toNic().bytes());
        assertEquals(host.toHost().bytes(), agent.toHost().bytes());
        assertNotNull(host.toNic().attribute());
        assertEquals(host.uri(), agent.uri(), "both ends know the link by the same name");
    }

    @Test
    void whatTheHostStoresTheAgentLoads() {
        fill(host.toNic(), LinkHeader.BYTES, 0x1111_0000_0000_0000L);
        check(agent.toNic(), LinkHeader.BYTES, 0x1111_0000_0000_0000L);
    }

    @Test
    void whatTheAgentStoresTheHostLoads() {
        fill(agent.toHost(), 0, 0x2222_0000_0000_0000L);
        check(host.toHost(), 0, 0x2222_0000_0000_0000L);
    }

    @Test
    void windowsDoNotOverlap() {
        fill(host.toNic(), LinkHeader.BYTES, 0x1111_0000_0000_0000L);
        fill(agent.toHost(), 0, 0x2222_0000_0000_0000L);
        check(agent.toNic(), LinkHeader.BYTES, 0x1111_0000_0000_0000L);
        check(host.toHost(), 0, 0x2222_0000_0000_0000L);
    }

    @Test
    void aFreshLinkIsZeroBehindItsHeader() {
        for (long at = LinkHeader.BYTES; at < TO_NIC_BYTES; at += 8) {
            assertEquals(0, agent.toNic().load(at), "TO_NIC at " + at);
        }
        for (long at = 0; at < TO_HOST_BYTES; at += 8) {
            assertEquals(0, host.toHost().load(at), "TO_HOST at " + at);
        }
    }

    private static void fill(Window window, long from, long pattern) {
        for (long at = from; at < window.bytes(); at += 8) {
            window.store(at, pattern + at);
        }
        for (long at = from; at < window.bytes(); at += LINE) {
            window.flush(at);
        }
        window.fullFence();
    }

    private static void check(Window window, long from, long pattern) {
        for (long at = from; at < window.bytes(); at += 8) {
            if (at % LINE == 0) {
                window.flush(at);
            }
            assertEquals(pattern + at, window.load(at), "at " + at);
        }
    }

    @Test
    void anEightByteStoreIsNeverSeenInPieces() throws InterruptedException {
        long at = LinkHeader.BYTES + 8;
        Thread writer = start(() -> {
            for (int i = 0; i <= 100_000; i++) {
                host.toNic().store(at, (i & 1) == 0 ? -1L : 0x0102030405060708L);
                host.toNic().flush(at);
            }
        });
        long torn = 0;
        while (writer.isAlive()) {
            agent.toNic().flush(at);
            long seen = agent.toNic().load(at);
            torn += seen == 0 || seen == -1L || seen == 0x0102030405060708L ? 0 : 1;
        }
        finish(writer);
        assertEquals(0, torn, "values nobody stored");
    }

    @Test
    void publishedPayloadIsSeenWhole() throws InterruptedException {
        int rounds = 20_000;
        long line = LinkHeader.BYTES + LINE;
        AtomicReference<String> wrong = new AtomicReference<>();
        Thread reader = start(() -> read(line, rounds, wrong));
        Window out = host.toNic();
        for (long round = 1; round <= rounds; round++) {
            for (int word = 1; word < 8; word++) {
                out.store(line + word * 8L, round * word);
            }
            out.storeFence();
            out.store(line, round);
            out.flush(line);
            await(host.toHost(), round);
        }
        finish(reader);
        assertEquals(null, wrong.get());
    }

    /** The far end of {@link #publishedPayloadIsSeenWhole}: acknowledges each round in its own window. */
    private void read(long line, int rounds, AtomicReference<String> wrong) {
        Window in = agent.toNic();
        for (long round = 1; round <= rounds; round++) {
            while (in.load(line) != round) {
                in.flush(line);
                Thread.onSpinWait();
            }
            in.loadFence();
            for (int word = 1; word < 8; word++) {
                if (in.load(line + word * 8L) != round * word) {
                    wrong.compareAndSet(null, "round " + round + ", word " + word);
                }
            }
            agent.toHost().store(0, round);
            agent.toHost().flush(0);
        }
    }

    private static void await(Window reader, long value) {
        while (reader.load(0) != value) {
            reader.flush(0);
            Thread.onSpinWait();
        }
    }

    /** Both ends of one line; each direction is tried. */
    private record Line(Interrupt waiter, Interrupt raiser) {}

    private List<Line> lines() {
        long ring = LinkHeader.BYTES + 10 * LINE;
        long armed = 10 * LINE;
        return List.of(
                new Line(agent.towardsNic(ring, armed), host.towardsNic(ring, armed)),
                new Line(host.towardsHost(armed + LINE, ring + LINE), agent.towardsHost(armed + LINE, ring + LINE)));
    }

    @Test
    void armingIsSeenByTheRaiser() {
        for (Line line : lines()) {
            assertFalse(line.raiser().armed());
            line.waiter().arm();
            assertTrue(line.raiser().armed());
            line.waiter().disarm();
            assertFalse(line.raiser().armed());
        }
    }

    @Test
    void armedWaiterIsWokenByARaise() throws InterruptedException {
        for (Line line : lines()) {
            AtomicInteger work = new AtomicInteger();
            Thread waiter = start(() -> consume(line.waiter(), work, 1));
            until(line.raiser()::armed);
            work.incrementAndGet();
            line.raiser().raise();
            finish(waiter);
        }
    }

    @Test
    void raiseTowardsSomebodyAwakeLeavesNoTrace() {
        for (Line line : lines()) {
            long before = line.waiter().arm();
            line.waiter().disarm();
            line.raiser().raise();
            assertEquals(before, line.waiter().arm(), "an unarmed raise rings nobody");
            line.waiter().disarm();
        }
    }

    @Test
    void workPublishedBeforeArmingIsFoundByTheLastLook() throws InterruptedException {
        for (Line line : lines()) {
            AtomicInteger work = new AtomicInteger(1);
            line.raiser().raise();
            finish(start(() -> consume(line.waiter(), work, 1)));
        }
    }

    @Test
    void raiseBetweenArmingAndAwaitingReturnsAtOnce() throws InterruptedException {
        for (Line line : lines()) {
            long ticket = line.waiter().arm();
            line.raiser().raise();
            finish(start(() -> line.waiter().await(ticket, LONG_SLEEP_NANOS)));
            line.waiter().disarm();
        }
    }

    @Test
    void awaitEndsWhenItsTimeIsOver() throws InterruptedException {
        for (Line line : lines()) {
            long ticket = line.waiter().arm();
            finish(start(() -> line.waiter().await(ticket, 1_000_000)));
            finish(start(() -> line.waiter().await(ticket, 0)));
            line.waiter().disarm();
        }
    }

    @Test
    void twoLinesDoNotDisturbEachOther() {
        List<Line> lines = lines();
        long first = lines.get(0).waiter().arm();
        long second = lines.get(1).waiter().arm();
        lines.get(0).raiser().raise();
        assertTrue(lines.get(0).waiter().arm() != first);
        assertEquals(second, lines.get(1).waiter().arm());
    }

    @Test
    void manyRaisersLoseNoWakeUp() throws InterruptedException {
        int raisers = 4;
        int each = 2_000;
        for (Line line : lines()) {
            AtomicInteger work = new AtomicInteger();
            Thread waiter = start(() -> consume(line.waiter(), work, raisers * each));
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < raisers; i++) {
                threads.add(start(() -> {
                    for (int n = 0; n < each; n++) {
                        work.incrementAndGet();
                        line.raiser().raise();
                    }
                }));
            }
            for (Thread thread : threads) {
                finish(thread);
            }
            finish(waiter);
        }
    }

    /** The waiter's loop as docs/protocol.md, section 3.4, prescribes it. */
    private static void consume(Interrupt line, AtomicInteger work, int expected) {
        int seen = 0;
        while (seen < expected) {
            long ticket = line.arm();
            if (work.get() == seen) {
                line.await(ticket, LONG_SLEEP_NANOS);
            }
            line.disarm();
            seen = work.get();
        }
    }

    private static Thread start(Runnable body) {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static void finish(Thread thread) throws InterruptedException {
        thread.join(HANGS_MILLIS);
        assertFalse(thread.isAlive(), "somebody still sleeps: a wake-up was lost");
    }
}
