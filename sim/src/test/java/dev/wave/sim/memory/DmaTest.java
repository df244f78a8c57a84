package dev.wave.sim.memory;

import static dev.wave.sim.memory.Litmus.F;
import static dev.wave.sim.memory.Litmus.X;
import static dev.wave.sim.memory.Litmus.Y;
import static dev.wave.sim.memory.Litmus.Z;
import static dev.wave.sim.memory.Litmus.shows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.link.WindowAttribute;
import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.time.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a NIC may see of the host's memory, and the host of what it writes there, if DMA is the only way; and what it costs. */
class DmaTest {
    private static final String RELAXED = "0,0 0,1 1,0 1,1";
    private static final String ORDERED = "0,0 0,1 1,1";

    private static String fromNic(boolean fence) {
        return shows(litmus -> {
            litmus.nicByDma()
                    .store(X, 1)
                    .when(fence, Litmus.Program::storeFence)
                    .store(Y, 1)
                    .flush(Y);
            litmus.hostAtHome().load(Y).load(X);
        });
    }

    @Test
    void linesLeaveInAnyOrderUnlessAFenceStandsBetween() {
        assertEquals(RELAXED, fromNic(false));
        assertEquals(ORDERED, fromNic(true));
    }

    private static String fromHost(boolean flush) {
        return shows(litmus -> {
            litmus.hostAtHome().store(X, 1).storeFence().store(F, 1);
            litmus.nicByDma()
                    .prefetch(X)
                    .load(F)
                    .loadFence()
                    .when(flush, program -> program.flush(X))
                    .load(X);
        });
    }

    @Test
    void copyIsStaleUntilItIsFlushed() {
        assertEquals(RELAXED, fromHost(false));
        assertEquals(ORDERED, fromHost(true));
    }

    /** What was fetched along answers a flush, but never with something older than what was seen already. */
    @Test
    void pollsNeverGoBack() {
        String seen = shows(litmus -> {
            litmus.hostAtHome().store(X, 1).storeFence().store(Y, 1);
            litmus.nicByDma().load(X).load(Y).flush(Y).load(Y).flush(X).load(X);
        });
        for (String outcome : seen.split(" ")) {
            assertTrue(!outcome.matches("1,.,.,0|.,1,0,.|.,.,1,0|.,1,.,0"), outcome + " in " + seen);
        }
        assertTrue(seen.contains("0,0,0,0") && seen.contains("0,0,1,1") && seen.contains("0,0,0,1"), seen);
    }

    private static String storeBuffering(boolean fence) {
        return shows(litmus -> {
            litmus.nicByDma()
                    .store(X, 1)
                    .when(fence, program -> program.fullFence().flush(Y))
                    .load(Y);
            litmus.hostAtHome()
                    .store(Y, 1)
                    .when(fence, Litmus.Program::fullFence)
                    .load(X);
        });
    }

    @Test
    void fullFenceWaitsUntilWhatWasSentHasArrived() {
        assertEquals(RELAXED, storeBuffering(false));
        assertEquals("0,1 1,0 1,1", storeBuffering(true));
    }

    /** Of one line, side by side: a single write. */
    @Test
    void wordsOfALineThatLieTogetherAreSeenAsAWhole() {
        String seen = shows(true, litmus -> {
            litmus.nicByDma().store(X, 1).store(Z, 1).flush(X);
            litmus.hostAtHome().load(X).load(Z);
        });
        assertEquals(ORDERED, seen);
    }

    @Test
    void olderValueOfAWordIsNotSkippedAcrossAFence() {
        String seen = shows(litmus -> {
            litmus.nicByDma()
                    .store(X, 1)
                    .storeFence()
                    .store(Y, 1)
                    .storeFence()
                    .store(X, 2)
                    .flush(X);
            litmus.hostAtHome().load(Y).load(X);
        });
        assertEquals("0,0 0,1 0,2 1,1 1,2", seen);
    }

    @Test
    void ownStoreIsSeenWhereverItIs() {
        for (int flushes = 0; flushes <= 1; flushes++) {
            boolean flush = flushes == 1;
            assertEquals(
                    "7",
                    shows(litmus -> litmus.nicByDma()
                            .prefetch(X)
                            .store(X, 7)
                            .when(flush, program -> program.flush(X))
                            .load(X)));
        }
    }

    // ---- what it costs

    private static final MachineModel MODEL = MachineModel.BLUEFIELD;

    private static long timeOf(Consumer<SimulatedWindow> work) {
        Timeline timeline = new Timeline();
        MemorySystem system = new MemorySystem(timeline, MODEL, Disorder.NONE, FenceFilter.KEPT);
        SimulatedWindow window = system.dmaWindow(new Memory(Side.HOST, 64 * 1024));
        List<Long> took = new ArrayList<>();
        timeline.actor("nic", () -> {
                    long from = timeline.now();
                    work.accept(window);
                    took.add(timeline.now() - from);
                })
                .at(system.processor(Side.NIC));
        timeline.run();
        return took.getFirst();
    }

    @Test
    void readTakesARoundTripAndItsNeighbourNone() {
        long one = timeOf(window -> window.load(0));
        long least = MODEL.picos(Cost.DMA_SETUP) + MODEL.picos(Cost.DMA_POST);
        assertTrue(one >= least && one < least + 50_000, one + " ps");
        assertTrue(timeOf(window -> {
                    window.load(0);
                    window.flush(64);
                    window.load(64);
                })
                < one + 10_000);
    }

    /** All queues that were polled in the last round are fetched together in the next one. */
    @Test
    void roundOfPollsTakesOneTransfer() {
        long first = timeOf(window -> round(window, 16));
        long second = timeOf(window -> {
                    round(window, 16);
                    round(window, 16);
                })
                - first;
        assertTrue(first > 16 * MODEL.picos(Cost.DMA_SETUP), first + " ps");
        assertTrue(second < 2 * MODEL.picos(Cost.DMA_SETUP), second + " ps");
    }

    private static void round(SimulatedWindow window, int queues) {
        for (int i = 0; i < queues; i++) {
            window.flush(i * 4096L);
            window.load(i * 4096L);
        }
    }

    @Test
    void storesCostNextToNothingUntilSomebodyWaitsForThem() {
        long stored = timeOf(window -> {
            window.store(0, 1);
            window.flush(0);
        });
        assertTrue(stored < 2 * MODEL.picos(Cost.DMA_POST), stored + " ps");
        long fenced = timeOf(window -> {
            window.store(0, 1);
            window.fullFence();
        });
        assertTrue(fenced >= MODEL.picos(Cost.DMA_SETUP), fenced + " ps");
    }

    @Test
    void engineBeginsSoManyTransfersASecond() {
        int transfers = 100;
        long took = timeOf(window -> {
            for (int i = 0; i < transfers; i++) {
                window.store(i * 64L, 1);
                window.flush(i * 64L);
            }
            window.fullFence();
        });
        long least = (transfers - 1) * MODEL.picos(Cost.DMA_INTERVAL) + MODEL.picos(Cost.DMA_SETUP);
        assertTrue(took >= least && took < least + 500_000, took + " ps, " + least);
    }

    @Test
    void windowSaysWhatItsCopiesAreLike() {
        MemorySystem system = new MemorySystem(new Timeline(), MODEL, Disorder.NONE, FenceFilter.KEPT);
        assertEquals(
                WindowAttribute.WRITE_THROUGH,
                system.dmaWindow(new Memory(Side.HOST, 64)).attribute());
    }
}
