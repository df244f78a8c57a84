package dev.wave.core.reordering;

import static dev.wave.core.link.WindowAttribute.UNCACHED;
import static dev.wave.core.link.WindowAttribute.WRITE_BACK;
import static dev.wave.core.link.WindowAttribute.WRITE_COMBINING;
import static dev.wave.core.link.WindowAttribute.WRITE_THROUGH;
import static dev.wave.core.reordering.Litmus.F;
import static dev.wave.core.reordering.Litmus.X;
import static dev.wave.core.reordering.Litmus.Y;
import static dev.wave.core.reordering.Litmus.Z;
import static dev.wave.core.reordering.Litmus.shows;
import static dev.wave.core.reordering.Ordering.TOTAL_STORE_ORDER;
import static dev.wave.core.reordering.Ordering.WEAK;
import static org.junit.jupiter.api.Assertions.assertEquals;

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

    // ---- SB: x = 1; r0 = y || y = 1; r1 = x

    private static String storeBuffering(Ordering ordering, WindowAttribute attribute, boolean fence) {
        return shows(litmus -> {
            litmus.processor(ordering, attribute)
                    .store(X, 1)
                    .when(fence, Litmus.Program::fullFence)
                    .load(Y);
            litmus.processor(ordering, attribute)
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
        assertEquals(relaxed, storeBuffering(TOTAL_STORE_ORDER, WRITE_BACK, false));
        assertEquals(relaxed, storeBuffering(WEAK, WRITE_BACK, false));
        assertEquals(relaxed, storeBuffering(TOTAL_STORE_ORDER, WRITE_COMBINING, false));
        assertEquals(ordered, storeBuffering(TOTAL_STORE_ORDER, WRITE_BACK, true));
        assertEquals(ordered, storeBuffering(WEAK, WRITE_BACK, true));
        assertEquals(ordered, storeBuffering(TOTAL_STORE_ORDER, WRITE_COMBINING, true));
    }

    /** PCI Express 2.4.1: a read pushes the posted writes before it; SDM 11.3 and Arm ARM B2.7: uncached accesses stay in order. */
    @Test
    void uncachedReadComesAfterThePostedWriteBeforeIt() {
        assertEquals("0,1 1,0 1,1", storeBuffering(TOTAL_STORE_ORDER, UNCACHED, false));
        assertEquals("0,1 1,0 1,1", storeBuffering(WEAK, UNCACHED, false));
    }

    // ---- MP: x = 1; y = 1 || r0 = y; r1 = x

    private static String messagePassing(
            Ordering ordering, WindowAttribute attribute, boolean writerFences, boolean readerFences) {
        return shows(litmus -> {
            litmus.processor(ordering, attribute)
                    .store(X, 1)
                    .when(writerFences, Litmus.Program::storeFence)
                    .store(Y, 1);
            litmus.processor(ordering, attribute)
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
        assertEquals(ordered, messagePassing(TOTAL_STORE_ORDER, WRITE_BACK, false, false));
        assertEquals(relaxed, messagePassing(WEAK, WRITE_BACK, false, false));
        assertEquals(relaxed, messagePassing(WEAK, WRITE_BACK, true, false));
        assertEquals(relaxed, messagePassing(WEAK, WRITE_BACK, false, true));
        assertEquals(ordered, messagePassing(WEAK, WRITE_BACK, true, true));
        assertEquals(ordered, messagePassing(TOTAL_STORE_ORDER, UNCACHED, false, false));
        assertEquals(ordered, messagePassing(WEAK, UNCACHED, false, false));
        for (Ordering ordering : Ordering.values()) {
            assertEquals(relaxed, messagePassing(ordering, WRITE_COMBINING, false, false));
            assertEquals(relaxed, messagePassing(ordering, WRITE_COMBINING, true, false));
            assertEquals(relaxed, messagePassing(ordering, WRITE_COMBINING, false, true));
            assertEquals(ordered, messagePassing(ordering, WRITE_COMBINING, true, true));
        }
    }

    /** SDM 11.3.1: of a partly filled buffer the eight-byte parts leave in any order. */
    @Test
    void wordsOfOneWriteCombiningLineLeaveInAnyOrder() {
        for (boolean fence : new boolean[] {false, true}) {
            String seen = shows(litmus -> {
                litmus.processor(TOTAL_STORE_ORDER, WRITE_COMBINING)
                        .store(Z, 1)
                        .when(fence, Litmus.Program::storeFence)
                        .store(X, 1);
                litmus.processor(WEAK, WRITE_BACK).load(X).loadFence().load(Z);
            });
            assertEquals(fence ? "0,0 0,1 1,1" : "0,0 0,1 1,0 1,1", seen);
        }
    }

    // ---- LB: r0 = x; y = 1 || r1 = y; x = 1

    /** SDM 8.2.3.3: "stores are not reordered with earlier loads"; Arm allows it without a barrier or a dependency. */
    @Test
    void loadBufferingIsSeenOnArmAlone() {
        assertEquals("0,0 0,1 1,0", loadBuffering(TOTAL_STORE_ORDER, NOTHING));
        assertEquals("0,0 0,1 1,0 1,1", loadBuffering(WEAK, NOTHING));
        assertEquals("0,0 0,1 1,0", loadBuffering(WEAK, Litmus.Program::loadFence));
        assertEquals("0,0 0,1 1,0", loadBuffering(WEAK, Litmus.Program::storeFence));
    }

    private static String loadBuffering(Ordering ordering, Consumer<Litmus.Program> fence) {
        return shows(litmus -> {
            litmus.processor(ordering, WRITE_BACK).load(X).when(true, fence).store(Y, 1);
            litmus.processor(ordering, WRITE_BACK).load(Y).when(true, fence).store(X, 1);
        });
    }

    // ---- 2+2W: x = 1; y = 2 || y = 1; x = 2, then the final x, y

    /** SDM 8.2.2, "writes are not reordered with other writes"; 11.3.1 and Arm: they are. */
    @Test
    void storesOfTwoWritersCrossUnlessOrdered() {
        String ordered = "1,2 2,1 2,2";
        assertEquals(ordered, twoPlusTwo(TOTAL_STORE_ORDER, WRITE_BACK, false));
        assertEquals(ordered, twoPlusTwo(TOTAL_STORE_ORDER, UNCACHED, false));
        assertEquals("1,1 " + ordered, twoPlusTwo(TOTAL_STORE_ORDER, WRITE_COMBINING, false));
        assertEquals("1,1 " + ordered, twoPlusTwo(WEAK, WRITE_BACK, false));
        assertEquals(ordered, twoPlusTwo(TOTAL_STORE_ORDER, WRITE_COMBINING, true));
        assertEquals(ordered, twoPlusTwo(WEAK, WRITE_BACK, true));
    }

    private static String twoPlusTwo(Ordering ordering, WindowAttribute attribute, boolean fence) {
        return shows(litmus -> {
            litmus.processor(ordering, attribute)
                    .store(X, 1)
                    .when(fence, Litmus.Program::storeFence)
                    .store(Y, 2);
            litmus.processor(ordering, attribute)
                    .store(Y, 1)
                    .when(fence, Litmus.Program::storeFence)
                    .store(X, 2);
        });
    }

    // ---- Coherence: one word

    /** Arm ARM B2.3, coherence; SDM 8.2.3.6, 8.2.3.7: nobody sees a word go back. */
    @Test
    void aWordNeverGoesBack() {
        for (WindowAttribute attribute : WindowAttribute.values()) {
            String seen = shows(litmus -> {
                litmus.processor(WEAK, WRITE_BACK).store(X, 1).storeFence().store(X, 2);
                litmus.processor(WEAK, attribute).load(X).flush(X).load(X);
            });
            assertEquals("0,0 0,1 0,2 1,1 1,2 2,2", seen, attribute.toString());
        }
    }

    /** The same where the first of two loads is performed after a store that follows it: then the second one is later still. */
    @Test
    void aWordNeverGoesBackBehindALateLoad() {
        assertEquals("0,0 0,1 1,1", shows(litmus -> {
            litmus.processor(WEAK, WRITE_BACK).load(X).store(Y, 1).load(X);
            litmus.processor(WEAK, WRITE_BACK).store(X, 1);
        }));
    }

    /** Arm ARM B2.3: what a load fence keeps behind a load stays behind it, however late that load is. */
    @Test
    void aLoadFenceStandsBehindALateLoad() {
        assertEquals("0,0 0,1 1,1", shows(litmus -> {
            litmus.processor(WEAK, WRITE_BACK).load(X).store(Y, 1).loadFence().load(F);
            litmus.processor(WEAK, WRITE_BACK).store(F, 1).storeFence().store(X, 1);
        }));
    }

    /** SDM 8.2.3.5, store forwarding: a processor reads what it stored, under any attribute and before anybody else does. */
    @Test
    void aProcessorSeesItsOwnStoreAtOnce() {
        for (WindowAttribute attribute : WindowAttribute.values()) {
            assertEquals(
                    "1",
                    shows(litmus ->
                            litmus.processor(WEAK, attribute).store(X, 1).load(X)));
        }
        String forwarding = shows(litmus -> {
            litmus.processor(TOTAL_STORE_ORDER, WRITE_BACK).store(X, 1).load(X).load(Y);
            litmus.processor(TOTAL_STORE_ORDER, WRITE_BACK).store(Y, 1).load(Y).load(X);
        });
        assertEquals("1,0,1,0 1,0,1,1 1,1,1,0 1,1,1,1", forwarding);
    }

    // ---- Attributes against each other

    /** SDM 11.3.1: write-combining buffers are not snooped, so younger stores to other memory overtake what lingers there. */
    @Test
    void writeBackStoreOvertakesAWriteCombiningOneUntilFenced() {
        assertEquals("0,0 0,1 1,0 1,1", deviceThenHostMemory(WRITE_COMBINING, NOTHING));
        assertEquals("0,0 0,1 1,1", deviceThenHostMemory(WRITE_COMBINING, Litmus.Program::storeFence));
        assertEquals("0,0 0,1 1,0 1,1", deviceThenHostMemory(WRITE_COMBINING, program -> program.flush(X)));
    }

    /** A posted write is on its way when the next instruction runs; a fence, or a read from the device, waits for it. */
    @Test
    void postedWriteArrivesLaterUntilARead() {
        assertEquals("0,0 0,1 1,0 1,1", deviceThenHostMemory(UNCACHED, NOTHING));
        assertEquals("0,0 0,1 1,1", deviceThenHostMemory(UNCACHED, Litmus.Program::storeFence));
        assertEquals(
                "0,0 0,1 1,1",
                deviceThenHostMemory(
                        UNCACHED,
                        program -> program.then(() -> program.device(UNCACHED).load(F))));
    }

    private static String deviceThenHostMemory(WindowAttribute attribute, Consumer<Litmus.Program> between) {
        return shows(litmus -> {
            Litmus.Program host = litmus.processor(TOTAL_STORE_ORDER, attribute);
            host.store(X, 1).when(true, between);
            host.through(host.hostMemory(WRITE_BACK), own -> own.store(Y, 1));
            Litmus.Program nic = litmus.processor(WEAK, WRITE_BACK);
            nic.through(nic.hostMemory(UNCACHED), far -> far.load(Y))
                    .loadFence()
                    .load(X);
        });
    }

    /** SDM 11.3, "WC": an access to uncached memory drains the buffers. On Arm, Device-nGnRE and Normal memory know no such order. */
    @Test
    void uncachedStoreDrainsWriteCombiningBuffersOnIntelAlone() {
        for (Ordering ordering : Ordering.values()) {
            String seen = shows(litmus -> {
                Litmus.Program host = litmus.processor(ordering, WRITE_COMBINING);
                host.store(X, 1).through(host.device(UNCACHED), doorbell -> doorbell.store(Y, 1));
                litmus.processor(WEAK, WRITE_BACK).load(Y).loadFence().load(X);
            });
            assertEquals(ordering == WEAK ? "0,0 0,1 1,0 1,1" : "0,0 0,1 1,1", seen);
        }
    }

    /** PCI Express 2.4.1: a message-signalled interrupt is a posted write, and arrives behind the data that was fenced before it. */
    @Test
    void interruptArrivesAfterItsData() {
        for (boolean fence : new boolean[] {false, true}) {
            String seen = shows(litmus -> {
                litmus.processor(TOTAL_STORE_ORDER, WRITE_COMBINING)
                        .store(X, 1)
                        .store(Y, 1)
                        .when(fence, Litmus.Program::storeFence)
                        .store(F, 1);
                litmus.processor(WEAK, WRITE_BACK).load(F).loadFence().load(X).load(Y);
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
            litmus.processor(WEAK, WRITE_BACK).store(X, 1).storeFence().store(Y, 1);
            Litmus.Program host = litmus.processor(TOTAL_STORE_ORDER, WRITE_THROUGH);
            host.load(X)
                    .through(host.device(UNCACHED), fresh -> fresh.load(Y))
                    .when(true, between)
                    .load(X);
        });
    }

    /** SDM 11.3, table 11-2: speculative reads are allowed of write-through memory, so a line may be there that no program asked for. */
    @Test
    void prefetchedLineIsAsOldAsItsFetch() {
        for (boolean flush : new boolean[] {false, true}) {
            String seen = shows(litmus -> {
                litmus.processor(WEAK, WRITE_BACK).store(X, 1).storeFence().store(Y, 1);
                Litmus.Program host = litmus.processor(TOTAL_STORE_ORDER, WRITE_THROUGH);
                host.through(host.device(UNCACHED), fresh -> fresh.load(Y))
                        .when(flush, program -> program.flush(X))
                        .load(X);
            });
            assertEquals(flush ? "0,0 0,1 1,1" : "0,0 0,1 1,0 1,1", seen);
        }
    }

    // ---- More than two processors

    /** SDM 8.2.3.6, "stores are transitively visible"; Arm is other-multi-copy atomic, but orders nothing by itself (WRC). */
    @Test
    void storesAreTransitivelyVisibleWithFences() {
        assertEquals("0,0,0 0,0,1 0,1,0 0,1,1 1,0,0 1,0,1 1,1,1", causality(TOTAL_STORE_ORDER, false));
        assertEquals("0,0,0 0,0,1 0,1,0 0,1,1 1,0,0 1,0,1 1,1,0 1,1,1", causality(WEAK, false));
        assertEquals("0,0,0 0,0,1 0,1,0 0,1,1 1,0,0 1,0,1 1,1,1", causality(WEAK, true));
    }

    private static String causality(Ordering ordering, boolean fences) {
        return shows(litmus -> {
            litmus.processor(ordering, WRITE_BACK).store(X, 1);
            litmus.processor(ordering, WRITE_BACK)
                    .load(X)
                    .when(fences, Litmus.Program::storeFence)
                    .store(Y, 1);
            litmus.processor(ordering, WRITE_BACK)
                    .load(Y)
                    .when(fences, Litmus.Program::loadFence)
                    .load(X);
        });
    }

    /** SDM 8.2.3.7, "stores are seen in a consistent order by other processors" (IRIW); write-through lines keep no such promise. */
    @Test
    void twoReadersAgreeOnTheOrderOfTwoWriters() {
        String disagree = "1,0,1,0";
        assertEquals(
                false, independentReads(TOTAL_STORE_ORDER, WRITE_BACK, NOTHING).contains(disagree));
        assertEquals(true, independentReads(WEAK, WRITE_BACK, NOTHING).contains(disagree));
        assertEquals(
                false,
                independentReads(WEAK, WRITE_BACK, Litmus.Program::loadFence).contains(disagree));
        assertEquals(
                true,
                independentReads(TOTAL_STORE_ORDER, WRITE_THROUGH, Litmus.Program::loadFence)
                        .contains(disagree));
        assertEquals(
                false,
                independentReads(
                                TOTAL_STORE_ORDER,
                                WRITE_THROUGH,
                                program -> program.flush(X).flush(Y))
                        .contains(disagree));
    }

    private static String independentReads(
            Ordering ordering, WindowAttribute attribute, Consumer<Litmus.Program> between) {
        return shows(litmus -> {
            litmus.processor(ordering, WRITE_BACK).store(X, 1);
            litmus.processor(ordering, WRITE_BACK).store(Y, 1);
            litmus.processor(ordering, attribute).load(X).when(true, between).load(Y);
            litmus.processor(ordering, attribute).load(Y).when(true, between).load(X);
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
        return shows(
                Machine.Temper.STUBBORN,
                litmus -> litmus.processor(TOTAL_STORE_ORDER, attribute)
                        .store(X, 1)
                        .when(flush, program -> program.flush(X)));
    }
}
