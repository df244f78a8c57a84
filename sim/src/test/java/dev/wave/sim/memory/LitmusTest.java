package dev.wave.sim.memory;

import static dev.wave.core.link.WindowAttribute.UNCACHED;
import static dev.wave.core.link.WindowAttribute.WRITE_BACK;
import static dev.wave.core.link.WindowAttribute.WRITE_COMBINING;
import static dev.wave.core.link.WindowAttribute.WRITE_THROUGH;
import static dev.wave.sim.memory.Litmus.F;
import static dev.wave.sim.memory.Litmus.X;
import static dev.wave.sim.memory.Litmus.Y;
import static dev.wave.sim.memory.Litmus.Z;
import static dev.wave.sim.memory.Litmus.shows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.link.WindowAttribute;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What each attribute may show and what it may not, after the examples of Intel's manual (SDM volume 3A, 8.2.3; 11.3) and the barrier litmus
 * tests of Arm's (Arm ARM, B2.3 and its appendix). Every expectation names <em>all</em> outcomes: one that is allowed and never occurs fails
 * as one that is forbidden and does.
 */
class LitmusTest {
    private static final Consumer<Litmus.Program> NOTHING = program -> {};

    private static Litmus.Program core(Litmus litmus, Side side, WindowAttribute attribute) {
        return side == Side.HOST ? litmus.host(attribute) : litmus.nic(attribute);
    }

    // ---- SB: x = 1; r0 = y || y = 1; r1 = x

    private static String storeBuffering(Side side, WindowAttribute attribute, boolean fence) {
        return shows(litmus -> {
            core(litmus, side, attribute)
                    .store(X, 1)
                    .when(fence, Litmus.Program::fullFence)
                    .load(Y);
            core(litmus, side, attribute)
                    .store(Y, 1)
                    .when(fence, Litmus.Program::fullFence)
                    .load(X);
        });
    }

    /** SDM 8.2.3.4: "loads may be reordered with earlier stores to different locations". */
    @Test
    void storeBufferingIsSeenUntilAFullFenceForbidsIt() {
        String relaxed = "0,0 0,1 1,0 1,1";
        String ordered = "0,1 1,0 1,1";
        assertEquals(relaxed, storeBuffering(Side.HOST, WRITE_BACK, false));
        assertEquals(relaxed, storeBuffering(Side.NIC, WRITE_BACK, false));
        assertEquals(relaxed, storeBuffering(Side.HOST, WRITE_COMBINING, false));
        assertEquals(ordered, storeBuffering(Side.HOST, WRITE_BACK, true));
        assertEquals(ordered, storeBuffering(Side.NIC, WRITE_BACK, true));
        assertEquals(ordered, storeBuffering(Side.HOST, WRITE_COMBINING, true));
    }

    /** PCI Express 2.4.1: a read pushes the posted writes before it; SDM 11.3 and Arm ARM B2.7: uncached accesses stay in order. */
    @Test
    void uncachedReadComesAfterThePostedWriteBeforeIt() {
        assertEquals("0,1 1,0 1,1", storeBuffering(Side.HOST, UNCACHED, false));
        assertEquals("0,1 1,0 1,1", storeBuffering(Side.NIC, UNCACHED, false));
    }

    // ---- MP: x = 1; y = 1 || r0 = y; r1 = x

    private static String messagePassing(
            Side writer,
            WindowAttribute writes,
            boolean writerFences,
            Side reader,
            WindowAttribute reads,
            boolean readerFences) {
        return shows(litmus -> {
            core(litmus, writer, writes)
                    .store(X, 1)
                    .when(writerFences, Litmus.Program::storeFence)
                    .store(Y, 1)
                    .storeFence();
            core(litmus, reader, reads)
                    .load(Y)
                    .when(readerFences, Litmus.Program::loadFence)
                    .load(X);
        });
    }

    /** SDM 8.2.3.2: "neither loads nor stores are reordered with like operations"; Arm: both sides need their barrier. */
    @Test
    void messagePassingNeedsBothFencesWhereMemoryIsWeak() {
        String relaxed = "0,0 0,1 1,0 1,1";
        String ordered = "0,0 0,1 1,1";
        assertEquals(ordered, messagePassing(Side.HOST, WRITE_BACK, false, Side.HOST, WRITE_BACK, false));
        assertEquals(relaxed, messagePassing(Side.NIC, WRITE_BACK, false, Side.NIC, WRITE_BACK, false));
        assertEquals(relaxed, messagePassing(Side.NIC, WRITE_BACK, true, Side.NIC, WRITE_BACK, false));
        assertEquals(relaxed, messagePassing(Side.NIC, WRITE_BACK, false, Side.NIC, WRITE_BACK, true));
        assertEquals(ordered, messagePassing(Side.NIC, WRITE_BACK, true, Side.NIC, WRITE_BACK, true));
        assertEquals(ordered, messagePassing(Side.HOST, UNCACHED, false, Side.HOST, UNCACHED, false));
        assertEquals(ordered, messagePassing(Side.NIC, UNCACHED, false, Side.NIC, UNCACHED, false));
        assertEquals(relaxed, messagePassing(Side.HOST, WRITE_COMBINING, false, Side.NIC, WRITE_BACK, true));
        assertEquals(relaxed, messagePassing(Side.HOST, WRITE_COMBINING, true, Side.NIC, WRITE_BACK, false));
        assertEquals(ordered, messagePassing(Side.HOST, WRITE_COMBINING, true, Side.NIC, WRITE_BACK, true));
        assertEquals(relaxed, messagePassing(Side.HOST, WRITE_COMBINING, true, Side.HOST, WRITE_COMBINING, false));
        assertEquals(ordered, messagePassing(Side.HOST, WRITE_COMBINING, true, Side.HOST, WRITE_COMBINING, true));
    }

    /** SDM 11.3.1: of a partly filled buffer the eight-byte parts leave in any order. */
    @Test
    void wordsOfOneWriteCombiningLineLeaveInAnyOrder() {
        for (boolean fence : new boolean[] {false, true}) {
            String seen = shows(litmus -> {
                litmus.host(WRITE_COMBINING)
                        .store(Z, 1)
                        .when(fence, Litmus.Program::storeFence)
                        .store(X, 1)
                        .storeFence();
                litmus.nic(WRITE_BACK).load(X).loadFence().load(Z);
            });
            assertEquals(fence ? "0,0 0,1 1,1" : "0,0 0,1 1,0 1,1", seen);
        }
    }

    /** SDM 11.3.1: a full buffer leaves as one write, so nobody sees half of it. */
    @Test
    void aFullLineArrivesWhole() {
        String seen = shows(true, litmus -> {
            Litmus.Program host = litmus.host(WRITE_COMBINING);
            for (long word = 56; word >= 0; word -= 8) {
                host.store(word, 1);
            }
            litmus.nic(WRITE_BACK).load(X).loadFence().load(56);
        });
        assertEquals("0,0 0,1 1,1", seen);
    }

    // ---- 2+2W: x = 1; y = 2 || y = 1; x = 2, then the final x, y

    /** SDM 8.2.2, "writes are not reordered with other writes"; 11.3.1 and Arm: they are. */
    @Test
    void storesOfTwoWritersCrossUnlessOrdered() {
        String ordered = "1,2 2,1 2,2";
        assertEquals(ordered, twoPlusTwo(Side.HOST, WRITE_BACK, false));
        assertEquals(ordered, twoPlusTwo(Side.HOST, UNCACHED, false));
        assertEquals("1,1 " + ordered, twoPlusTwo(Side.HOST, WRITE_COMBINING, false));
        assertEquals("1,1 " + ordered, twoPlusTwo(Side.NIC, WRITE_BACK, false));
        assertEquals(ordered, twoPlusTwo(Side.HOST, WRITE_COMBINING, true));
        assertEquals(ordered, twoPlusTwo(Side.NIC, WRITE_BACK, true));
    }

    private static String twoPlusTwo(Side side, WindowAttribute attribute, boolean fence) {
        return shows(litmus -> {
            core(litmus, side, attribute)
                    .store(X, 1)
                    .when(fence, Litmus.Program::storeFence)
                    .store(Y, 2)
                    .storeFence();
            core(litmus, side, attribute)
                    .store(Y, 1)
                    .when(fence, Litmus.Program::storeFence)
                    .store(X, 2)
                    .storeFence();
        });
    }

    // ---- Coherence: one word

    /** Arm ARM B2.3, coherence; SDM 8.2.3.6, 8.2.3.7: nobody sees a word go back. */
    @Test
    void aWordNeverGoesBack() {
        for (Side side : Side.values()) {
            for (WindowAttribute attribute : WindowAttribute.values()) {
                if (side == Side.HOST || attribute == WRITE_BACK || attribute == UNCACHED) {
                    String seen = shows(litmus -> {
                        litmus.nic(WRITE_BACK).store(X, 1).storeFence().store(X, 2);
                        core(litmus, side, attribute).load(X).flush(X).load(X);
                    });
                    assertEquals("0,0 0,1 0,2 1,1 1,2 2,2", seen, side + " " + attribute);
                }
            }
        }
    }

    /** SDM 8.2.3.5, store forwarding: a core reads what it stored, under any attribute and before anybody else does. */
    @Test
    void aCoreSeesItsOwnStoreAtOnce() {
        for (WindowAttribute attribute : WindowAttribute.values()) {
            assertEquals("1", shows(litmus -> litmus.host(attribute).store(X, 1).load(X)), attribute.toString());
        }
        assertEquals("1", shows(litmus -> litmus.nic(WRITE_BACK).store(X, 1).load(X)));
        String forwarding = shows(litmus -> {
            litmus.host(WRITE_BACK).store(X, 1).load(X).load(Y);
            litmus.host(WRITE_BACK).store(Y, 1).load(Y).load(X);
        });
        assertEquals("1,0,1,0 1,0,1,1 1,1,1,0 1,1,1,1", forwarding);
    }

    // ---- Attributes against each other

    /** SDM 11.3, "WC": an access to uncached memory drains the buffers. */
    @Test
    void uncachedStoreDrainsWriteCombiningBuffers() {
        String seen = shows(litmus -> {
            litmus.host(WRITE_COMBINING).store(X, 1).device(UNCACHED, doorbell -> doorbell.store(Y, 1));
            litmus.nic(WRITE_BACK).load(Y).loadFence().load(X);
        });
        assertEquals("0,0 0,1 1,1", seen);
    }

    /** PCI Express 2.4.1: a message-signalled interrupt is a posted write, and arrives behind the data that was fenced before it. */
    @Test
    void interruptArrivesAfterItsData() {
        for (boolean fence : new boolean[] {false, true}) {
            String seen = shows(litmus -> {
                litmus.host(WRITE_COMBINING)
                        .store(X, 1)
                        .store(Y, 1)
                        .when(fence, Litmus.Program::storeFence)
                        .store(F, 1)
                        .storeFence();
                litmus.nic(WRITE_BACK).load(F).loadFence().load(X).load(Y);
            });
            String withTheInterruptData = fence ? "1,1,1" : "1,0,0 1,0,1 1,1,0 1,1,1";
            assertEquals("0,0,0 0,0,1 0,1,0 0,1,1 " + withTheInterruptData, seen);
        }
    }

    // ---- Write-through: lines that nobody keeps fresh

    /** SDM 11.3, "WT": reads come from the cache on a hit, and nobody snoops for a device. No fence helps, a flush does. */
    @Test
    void staleLineStaysUntilItIsFlushed() {
        String fresh = "0,0,0 0,0,1 0,1,1 1,0,1 1,1,1";
        assertEquals("0,0,0 0,0,1 0,1,0 0,1,1 1,0,1 1,1,1", staleLine(Litmus.Program::loadFence));
        assertEquals(fresh, staleLine(program -> program.flush(X)));
    }

    private static String staleLine(Consumer<Litmus.Program> between) {
        return shows(litmus -> {
            litmus.nic(WRITE_BACK).store(X, 1).storeFence().store(Y, 1);
            litmus.host(WRITE_THROUGH)
                    .load(X)
                    .device(UNCACHED, fresh -> fresh.load(Y))
                    .when(true, between)
                    .load(X);
        });
    }

    /** SDM 11.3, table 11-2: speculative reads are allowed of write-through memory, so a line may be there that no program asked for. */
    @Test
    void prefetchedLineIsAsOldAsItsFetch() {
        for (boolean flush : new boolean[] {false, true}) {
            String seen = shows(litmus -> {
                litmus.nic(WRITE_BACK).store(X, 1).storeFence().store(Y, 1);
                litmus.host(WRITE_THROUGH)
                        .prefetch(X)
                        .device(UNCACHED, fresh -> fresh.load(Y))
                        .when(flush, program -> program.flush(X))
                        .load(X);
            });
            assertEquals(flush ? "0,0 0,1 1,1" : "0,0 0,1 1,0 1,1", seen);
        }
    }

    // ---- More than two cores

    /** SDM 8.2.3.6, "stores are transitively visible"; Arm is other-multi-copy atomic, but orders nothing by itself (WRC). */
    @Test
    void storesAreTransitivelyVisibleWithFences() {
        assertEquals("0,0,0 0,0,1 0,1,0 0,1,1 1,0,0 1,0,1 1,1,1", causality(Side.HOST, false));
        assertEquals("0,0,0 0,0,1 0,1,0 0,1,1 1,0,0 1,0,1 1,1,0 1,1,1", causality(Side.NIC, false));
        assertEquals("0,0,0 0,0,1 0,1,0 0,1,1 1,0,0 1,0,1 1,1,1", causality(Side.NIC, true));
    }

    private static String causality(Side side, boolean fences) {
        return shows(litmus -> {
            core(litmus, side, WRITE_BACK).store(X, 1);
            core(litmus, side, WRITE_BACK)
                    .load(X)
                    .when(fences, Litmus.Program::storeFence)
                    .store(Y, 1);
            core(litmus, side, WRITE_BACK)
                    .load(Y)
                    .when(fences, Litmus.Program::loadFence)
                    .load(X);
        });
    }

    /** SDM 8.2.3.7, "stores are seen in a consistent order by other processors" (IRIW). */
    @Test
    void twoReadersAgreeOnTheOrderOfTwoWriters() {
        String disagree = "1,0,1,0";
        assertFalse(independentReads(Side.HOST, NOTHING).contains(disagree));
        assertTrue(independentReads(Side.NIC, NOTHING).contains(disagree));
        assertFalse(independentReads(Side.NIC, Litmus.Program::loadFence).contains(disagree));
    }

    private static String independentReads(Side side, Consumer<Litmus.Program> between) {
        return shows(litmus -> {
            core(litmus, side, WRITE_BACK).store(X, 1);
            core(litmus, side, WRITE_BACK).store(Y, 1);
            core(litmus, side, WRITE_BACK).load(X).when(true, between).load(Y);
            core(litmus, side, WRITE_BACK).load(Y).when(true, between).load(X);
        });
    }

    // ---- What must be asked for

    /** SDM 11.3, "WC": writes may be delayed until an event that drains the buffer. A flush is one; what is posted arrives by itself. */
    @Test
    void lingeringStoreNeverArrivesUnlessFlushed() {
        assertEquals("0,0", left(WRITE_COMBINING, false));
        assertEquals("1,0", left(WRITE_COMBINING, true));
        assertEquals("1,0", left(WRITE_THROUGH, false));
        assertEquals("1,0", left(UNCACHED, false));
        assertEquals("1,0", left(WRITE_BACK, false));
    }

    private static String left(WindowAttribute attribute, boolean flush) {
        return shows(true, litmus -> litmus.host(attribute).store(X, 1).when(flush, program -> program.flush(X)));
    }
}
