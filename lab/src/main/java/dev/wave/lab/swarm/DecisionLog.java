package dev.wave.lab.swarm;

import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.queue.QueueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every decision and every outcome, as they are stored into the windows: what both sides said, whatever either of them believes.
 *
 * <p>It holds them to docs/protocol.md: the n-th outcome of a queue is about its n-th decision, so that each decision has at most one; and at the moment a decision is
 * answered with {@code COMMITTED} its target runs, under the number that follows the decision's stamp. Where somebody wrote garbage, the order alone is checked no longer.
 */
final class DecisionLog {
    private static final int WORDS = QueueLayout.SLOT_WORDS;

    private final Geometry geometry;
    private final SwarmChecker checker;
    private final Books[] books;
    private final int[] decisionLines;
    private final int[] outcomeLines;
    private final long[] acceptedAt;
    private final long[] zeroedFrom;
    private boolean scribbling;

    /** A decision: what it is about, based on what. */
    private record Decision(long target, long stamp, long id, long group) {}

    /** The decisions of one core in one region, and their outcomes. */
    private static final class Books {
        final int core;
        final long[] decisionSlots;
        final long[] outcomeSlots;
        final List<Decision> decisions = new ArrayList<>();
        int answered;
        boolean soiled;

        Books(int core, Geometry geometry) {
            this.core = core;
            this.decisionSlots = new long[geometry.decisionSlots() * WORDS];
            this.outcomeSlots = new long[geometry.outcomeSlots() * WORDS];
        }
    }

    DecisionLog(Geometry geometry, SwarmChecker checker) {
        this.geometry = geometry;
        this.checker = checker;
        this.books = new Books[geometry.regions() * geometry.cores()];
        this.decisionLines = new int[(int) (RegionLayout.toHostBytes(geometry) / QueueLayout.LINE)];
        this.outcomeLines = new int[(int) (RegionLayout.toNicBytes(geometry) / QueueLayout.LINE)];
        this.acceptedAt = new long[geometry.regions()];
        this.zeroedFrom = new long[geometry.regions()];
        Arrays.fill(decisionLines, -1);
        Arrays.fill(outcomeLines, -1);
        for (int region = 0; region < geometry.regions(); region++) {
            RegionLayout layout = new RegionLayout(geometry, region);
            acceptedAt[region] = layout.agentClaim() + RegionLayout.ACCEPTED;
            zeroedFrom[region] = layout.agentBeat();
            for (int core = 0; core < geometry.cores(); core++) {
                int number = region * geometry.cores() + core;
                books[number] = new Books(core, geometry);
                mark(decisionLines, layout.decisions(core), number);
                mark(outcomeLines, layout.outcomes(core), number);
            }
        }
    }

    private static void mark(int[] lines, QueueLayout queue, int number) {
        int first = (int) (queue.slot(0) / QueueLayout.LINE);
        Arrays.fill(lines, first, first + queue.slots(), number);
    }

    /** An agent is about to store into its window. */
    void agentStores(long offset, long value) {
        int line = (int) (offset / QueueLayout.LINE);
        int number = decisionLines[line];
        if (number >= 0) {
            decision(books[number], slotWord(offset, number, true), value);
        } else {
            for (int region = 0; region < acceptedAt.length; region++) {
                if (offset == zeroedFrom[region] && value == 0) {
                    cleaned(region);
                } else if (offset == acceptedAt[region] && value != 0) {
                    prepared(region);
                }
            }
        }
    }

    /** Its owner begins to zero the region. Garbage that is stored from now on may stay: where it comes to lie was perhaps zeroed before. */
    private void cleaned(int region) {
        for (int core = 0; core < geometry.cores(); core++) {
            books[region * geometry.cores() + core].soiled = scribbling;
        }
    }

    /** Its owner has zeroed the region: decisions that were published there before count no more. */
    private void prepared(int region) {
        for (int core = 0; core < geometry.cores(); core++) {
            books[region * geometry.cores() + core].decisions.clear();
        }
    }

    private int slotWord(long offset, int number, boolean decision) {
        RegionLayout layout = new RegionLayout(geometry, number / geometry.cores());
        int core = number % geometry.cores();
        QueueLayout queue = decision ? layout.decisions(core) : layout.outcomes(core);
        return (int) ((offset - queue.slot(0)) / Long.BYTES);
    }

    private static void decision(Books of, int at, long value) {
        of.decisionSlots[at] = value;
        boolean published = at % WORDS == 0 && value != 0 && value == of.decisions.size() + 1L;
        if (published) {
            long[] slot = of.decisionSlots;
            of.decisions.add(new Decision(slot[at + 2], slot[at + 3], slot[at + 4], slot[at + 6]));
        }
    }

    /** Whether garbage is under way: what was stored before a region was zeroed may arrive there afterwards. */
    void scribbling(boolean now) {
        scribbling = now;
    }

    /** Somebody who is no agent is about to store into the agents' window. */
    void garbage(long offset) {
        int region = (int) Math.min(geometry.regions() - 1, offset / new RegionLayout(geometry, 0).agentEnd());
        for (int core = 0; core < geometry.cores(); core++) {
            books[region * geometry.cores() + core].soiled = true;
        }
    }

    /** The host is about to store into its window. */
    void hostStores(long offset, long value) {
        int number = outcomeLines[(int) (offset / QueueLayout.LINE)];
        if (number < 0) {
            return;
        }
        Books of = books[number];
        int at = slotWord(offset, number, false);
        of.outcomeSlots[at] = value;
        int word = at % WORDS;
        if (word == 0 && value == 0) {
            of.answered = 0;
        } else if (word == 0) {
            answered(of, at, value);
        } else if (word == 1 && (value & 0xff) == Outcome.COMMITTED.code()) {
            committing(of);
        }
    }

    /** The first word of an outcome: nothing has happened since the compare-and-set. */
    private void committing(Books of) {
        if (of.soiled) {
            return;
        }
        if (of.answered >= of.decisions.size()) {
            checker.violated("core " + of.core + " carries out a decision that nobody made");
            return;
        }
        Decision decision = of.decisions.get(of.answered);
        checker.committed(of.core, decision.target(), decision.stamp(), decision.group() != 0);
    }

    private void answered(Books of, int at, long valid) {
        long[] slot = of.outcomeSlots;
        Outcome outcome = Outcome.ofCode(slot[at + 1] & 0xff);
        checker.outcome(of.core, outcome);
        if (valid != of.answered + 1L || slot[at + 4] != of.answered) {
            checker.violated("outcome " + valid + " of core " + of.core + " is about decision " + slot[at + 4]
                    + ", and " + of.answered + " were answered before: not one outcome for each");
        } else if (!of.soiled && of.answered >= of.decisions.size()) {
            checker.violated("core " + of.core + " answers decision " + of.answered + ", which nobody made");
        } else if (!of.soiled) {
            Decision decision = of.decisions.get(of.answered);
            if (slot[at + 2] != decision.target() || slot[at + 5] != decision.id()) {
                checker.violated("the outcome of decision " + decision.id() + " of core " + of.core
                        + " names another decision or target");
            }
        }
        of.answered++;
    }

    /** Decisions published by the present owner of a region. */
    long decisions(int region) {
        long sum = 0;
        for (int core = 0; core < geometry.cores(); core++) {
            sum += books[region * geometry.cores() + core].decisions.size();
        }
        return sum;
    }

    /** Outcomes written for it. */
    long outcomes(int region) {
        long sum = 0;
        for (int core = 0; core < geometry.cores(); core++) {
            sum += books[region * geometry.cores() + core].answered;
        }
        return sum;
    }
}
