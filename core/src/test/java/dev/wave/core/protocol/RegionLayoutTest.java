package dev.wave.core.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.link.LinkException;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.MemoryWindow;
import dev.wave.core.queue.QueueLayout;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That regions lie as the drawing in docs/protocol.md, section 3.2, puts them: in that order, without gaps. */
class RegionLayoutTest {
    private static final Geometry[] GEOMETRIES = {
        Geometry.ofCores(1), Geometry.ofCores(3), new Geometry(64, 16, 4, 4, 8), new Geometry(1024, 2, 8, 4, 16)
    };

    /** Walks down the drawing. */
    private static final class Walk {
        private long at;

        Walk(long start) {
            at = start;
        }

        void next(String what, long offset, long bytes) {
            assertEquals(at, offset, what);
            at += bytes;
        }
    }

    @Test
    void hostPartFollowsTheDrawing() {
        for (Geometry g : GEOMETRIES) {
            Walk walk = new Walk(4096);
            for (int r = 0; r < g.regions(); r++) {
                walkHostPart(walk, new RegionLayout(g, r), g);
            }
            for (int core = 0; core <= g.cores(); core++) {
                walk.next("counters " + core, RegionLayout.hostCounters(g, core), 128);
            }
            walk.next("error log", RegionLayout.hostErrors(g), 16 * 128);
            assertEquals(walk.at, RegionLayout.toNicLeastBytes(g), "what version 1 has");
            for (int core = 0; core < g.cores(); core++) {
                walk.next("more counters " + core, RegionLayout.hostMoreCounters(g, core), 64);
            }
            assertEquals(walk.at, RegionLayout.toNicBytes(g));
        }
    }

    private static void walkHostPart(Walk walk, RegionLayout region, Geometry g) {
        walk.next("grant", region.hostGrant(), 64);
        walk.next("interrupt", region.hostInterrupt(), 64);
        for (int core = 0; core < g.cores(); core++) {
            walk.next("armed " + core, region.hostArmed(core), 64);
        }
        for (int core = 0; core < g.cores(); core++) {
            walk.next("decisions read " + core, region.decisions(core).readLine(), 64);
        }
        for (int queue = 0; queue <= g.cores(); queue++) {
            walk.next("messages " + queue, region.messages(queue).base(), 64 + 64L * g.messageSlots());
        }
        for (int core = 0; core < g.cores(); core++) {
            walk.next("outcomes " + core, region.outcomes(core).base(), 64 + 64L * g.outcomeSlots());
        }
        assertEquals(walk.at, region.hostEnd());
    }

    @Test
    void agentPartFollowsTheDrawing() {
        for (Geometry g : GEOMETRIES) {
            Walk walk = new Walk(0);
            for (int r = 0; r < g.regions(); r++) {
                walkAgentPart(walk, new RegionLayout(g, r), g);
            }
            assertEquals(walk.at, RegionLayout.toHostBytes(g));
        }
    }

    private static void walkAgentPart(Walk walk, RegionLayout region, Geometry g) {
        walk.next("claim", region.agentClaim(), 64);
        walk.next("beat", region.agentBeat(), 64);
        walk.next("armed", region.agentArmed(), 64);
        for (int core = 0; core < g.cores(); core++) {
            walk.next("interrupt " + core, region.agentInterrupt(core), 64);
        }
        walk.next("summary", region.agentSummary(), 64);
        for (int core = 0; core < g.cores(); core++) {
            walk.next("preemption " + core, region.agentPreemption(core), 64);
        }
        for (int core = 0; core < g.cores(); core++) {
            walk.next("withdrawal " + core, region.agentWithdrawal(core), 64);
        }
        for (int queue = 0; queue <= g.cores(); queue++) {
            walk.next("messages read " + queue, region.messages(queue).readLine(), 64);
        }
        for (int core = 0; core < g.cores(); core++) {
            walk.next("outcomes read " + core, region.outcomes(core).readLine(), 64);
        }
        for (int core = 0; core < g.cores(); core++) {
            walk.next("decisions " + core, region.decisions(core).base(), 64 + 64L * g.decisionSlots());
        }
        walk.next("counters", region.agentCounters(), 512);
        assertEquals(walk.at, region.agentEnd());
    }

    @Test
    void queuesHaveTheSlotsOfTheirKind() {
        Geometry g = new Geometry(2, 2, 32, 8, 16);
        RegionLayout region = new RegionLayout(g, 1);
        assertEquals(32, region.messages(g.guarded()).slots());
        assertEquals(8, region.decisions(1).slots());
        assertEquals(16, region.outcomes(1).slots());
        assertEquals(0, region.messages(0).base() % QueueLayout.LINE);
    }

    private static MemoryWindow header() {
        return new MemoryWindow(MemorySegment.ofArray(new long[64]));
    }

    @Test
    void sizesSurviveTheHeader() {
        for (Geometry g : GEOMETRIES) {
            MemoryWindow header = header();
            g.store(header);
            assertEquals(g, Geometry.load(header));
        }
        MemoryWindow header = header();
        Geometry largest = new Geometry(1024, 16, 1 << 20, 1 << 12, 1 << 14);
        largest.store(header);
        assertEquals(largest, Geometry.load(header));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, 8, 4, 8",
        "1025, 2, 8, 4, 8",
        "1, 1, 8, 4, 8",
        "1, 17, 8, 4, 8",
        "1, 2, 7, 4, 8",
        "1, 2, 2, 4, 8",
        "1, 2, 8, 4, 4",
        "1, 2, 8, 2, 8",
        "1, 2, 8, 8192, 16384",
        "1, 2, 2097152, 4, 8",
        "1, 2, 8, 4, 32768"
    })
    void sizesOutsideThePageAreRefused(int cores, int regions, int messages, int decisions, int outcomes) {
        assertThrows(IllegalArgumentException.class, () -> new Geometry(cores, regions, messages, decisions, outcomes));
        MemoryWindow header = header();
        header.store(LinkHeader.GEOMETRY, cores | (long) regions << 16);
        header.store(LinkHeader.SLOTS, messages | (long) decisions << 32 | (long) outcomes << 48);
        String message =
                assertThrows(LinkException.class, () -> Geometry.load(header)).getMessage();
        assertTrue(message.endsWith("Restart the service."), message);
    }

    @Test
    void targetWordKeepsItsPartsApart() {
        for (TargetState state : TargetState.values()) {
            for (MessageKind kind : MessageKind.values()) {
                for (int core : new int[] {0, 1023, TargetWord.NO_CORE}) {
                    for (long sequence : new long[] {0, 1, (1L << 46) - 1}) {
                        long word = TargetWord.of(sequence, core, kind, state);
                        assertEquals(state, TargetWord.state(word));
                        assertEquals(kind, TargetWord.kind(word));
                        assertEquals(core, TargetWord.core(word));
                        assertEquals(sequence, TargetWord.sequence(word));
                    }
                }
            }
        }
    }

    @Test
    void versionsAreCompatibleWhenRangesMeet() {
        assertTrue(LinkHeader.compatible(LinkHeader.versions()));
        assertTrue(LinkHeader.compatible(0L | 3L << 32));
        assertTrue(!LinkHeader.compatible(3L | 4L << 32));
        assertTrue(!LinkHeader.compatible(0L | 0L << 32));
        assertTrue(!LinkHeader.compatible(3L | 1L << 32), "upside down");
    }
}
