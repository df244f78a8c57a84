package dev.wave.lab.explore;

import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import java.util.ArrayList;
import java.util.List;

/** Reads along as decisions and outcomes are published: each decision has one outcome, in order, and commits only if its stamp was the sequence number. */
final class Witness {
    private static final int TARGET = 2;
    private static final int STAMP = 3;
    private static final int SEQUENCE_AFTER = 3;
    private static final int POSITION = 4;
    private static final int DECISION = 1;
    private static final int OUTCOME = 2;

    private final byte[] kinds;
    private final byte[] cores;
    private final List<List<long[]>> decisions = new ArrayList<>();
    private final int[] answered;
    private String complaint = "";

    Witness(Geometry geometry) {
        kinds = new byte[StepMemory.words(geometry)];
        cores = new byte[kinds.length];
        answered = new int[geometry.cores()];
        RegionLayout region = new RegionLayout(geometry, 0);
        int toHost = StepMemory.toNicWords(geometry);
        for (int core = 0; core < geometry.cores(); core++) {
            decisions.add(new ArrayList<>());
            for (int slot = 0; slot < geometry.decisionSlots(); slot++) {
                note(toHost + (int) (region.decisions(core).slot(slot) / 8), DECISION, core);
            }
            for (int slot = 0; slot < geometry.outcomeSlots(); slot++) {
                note((int) (region.outcomes(core).slot(slot) / 8), OUTCOME, core);
            }
        }
    }

    private void note(int word, int kind, int core) {
        kinds[word] = (byte) kind;
        cores[word] = (byte) core;
    }

    /** A word was stored; if it makes a slot valid, the slot is looked at. */
    void stored(int word, StepMemory memory) {
        if (kinds[word] == 0 || memory.get(word) == 0) {
            return;
        }
        int core = cores[word];
        if (kinds[word] == DECISION) {
            decisions.get(core).add(new long[] {memory.get(word + TARGET), memory.get(word + STAMP)});
        } else {
            outcome(core, memory.get(word + 1) & 0xff, memory.get(word + POSITION), memory.get(word + SEQUENCE_AFTER));
        }
    }

    private void outcome(int core, long code, long position, long sequenceAfter) {
        int expected = answered[core]++;
        if (position != expected || position >= decisions.get(core).size()) {
            complaint = "core " + core + " answered decision " + position + " instead of " + expected + ", of "
                    + decisions.get(core).size();
        } else if (code == Outcome.COMMITTED.code()) {
            long stamp = decisions.get(core).get(expected)[1];
            if (sequenceAfter != stamp + 1) {
                complaint = "core " + core + " committed decision " + expected + ", stamped " + stamp
                        + ", when the target's sequence number was " + (sequenceAfter - 1);
            }
        }
    }

    String complaint() {
        return complaint;
    }

    int decisions(int core) {
        return decisions.get(core).size();
    }

    int outcomes(int core) {
        return answered[core];
    }
}
