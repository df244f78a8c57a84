package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wave.core.link.SteppedLink;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.OutcomeLayout;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;

/** A core's decision queue in the hands of somebody who may write anything into it. */
final class RawDecisions {
    private final SteppedLink link;
    private final RegionLayout region;
    private final int core;
    private final long epoch;
    private final SlotWriter writer;
    private final SlotReader outcomes;
    private Words last;
    private long nextId = 100;

    /** The payload of a slot: words 1 to 7 at their indices. */
    record Words(long[] at) {
        /** The same words with some bits of one turned over. */
        Words flip(int word, long bits) {
            long[] copy = at.clone();
            copy[word] ^= bits;
            return new Words(copy);
        }

        long id() {
            return at[4];
        }
    }

    RawDecisions(SteppedLink link, RegionLayout region, int core, long epoch) {
        this.link = link;
        this.region = region;
        this.core = core;
        this.epoch = epoch;
        this.writer = new SlotWriter(link.toHost(), link.toNic(), region.decisions(core));
        this.outcomes = new SlotReader(link.toNic(), link.toHost(), region.outcomes(core));
    }

    /** A decision as the page describes it: section 4.2, written down here a second time on purpose. */
    Words decision(long target, long stamp) {
        return new Words(new long[] {0, 1 | (long) core << 16 | epoch << 32, target, stamp, nextId++, 5, 0, 0});
    }

    void publish(Words words) {
        for (int i = 1; i < 8; i++) {
            writer.put(i, words.at[i]);
        }
        writer.publish();
        last = words;
    }

    long published(int word) {
        return last.at[word];
    }

    void withdrawBelow(long position) {
        link.toHost().store(region.agentWithdrawal(core), position);
        link.toHost().store(region.agentAskedBack(), 1L << core);
    }

    /** Takes the next outcome, which must be there. */
    Outcome answer() {
        assertEquals(SlotReader.Found.SLOT, outcomes.poll(), "an outcome");
        assertEquals(core, OutcomeLayout.outcome(outcomes) == null ? -1 : (int) (outcomes.word(1) >>> 16));
        return OutcomeLayout.outcome(outcomes);
    }

    /** A word of the outcome taken last. */
    long answerWord(int word) {
        return outcomes.word(word);
    }

    SlotReader outcomes() {
        return outcomes;
    }
}
