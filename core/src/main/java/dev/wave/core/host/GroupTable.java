package dev.wave.core.host;

import dev.wave.core.protocol.DecisionGroup;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which groups of decisions are complete; one for each epoch.
 *
 * <p>A core that finds a member takes its target first, by the compare-and-set of every decision, and then <em>arrives</em> here. The arrival of the last member commits the group: that one
 * compare-and-set is the moment at which all of them start, or, if anybody refused before, at which none does. Nobody starts anything before it, so nothing is ever half done.
 *
 * <pre>
 *   a group's word:  | number 24 | size - 1 (4) | seen 16 | arrived 16 | 0 (2) | standing 2 |
 * </pre>
 *
 * Each anchor core has a few words, used in turn. A word may be used again when its group was refused, or when all members of a committed one have <em>seen</em> it: who still waits
 * and finds a later number there knows that its group came to nothing. A group that comes too early for that is refused; no correct agent is so far ahead.
 *
 * <p>No locks and no waiting. Nothing an agent writes can do harm here: a member twice, sizes that differ and numbers out of order refuse a group, or make it run out of time.
 */
final class GroupTable {
    /** How a group stands. */
    enum Standing {
        NONE,
        OPEN,
        COMMITTED,
        REFUSED
    }

    private static final Standing[] STANDINGS = Standing.values();

    /** Groups of one anchor that may be under way. */
    private static final int WORDS = 4;

    /** Words of a line: each group has one to itself, because several cores meet there. */
    private static final int STRIDE = 8;

    private static final int ARRIVED = 4;
    private static final int SEEN = ARRIVED + DecisionGroup.MOST;
    private static final int SIZE = SEEN + DecisionGroup.MOST;
    private static final int NUMBER = SIZE + 4;

    private final AtomicLongArray words;
    private final int cores;

    GroupTable(int cores) {
        this.cores = cores;
        this.words = new AtomicLongArray(cores * WORDS * STRIDE);
    }

    /** True if the group names an anchor that there is. */
    boolean knows(long group) {
        return DecisionGroup.anchor(group) < cores;
    }

    private static int at(long group) {
        return (DecisionGroup.anchor(group) * WORDS + DecisionGroup.number(group) % WORDS) * STRIDE;
    }

    // ---- the word

    private static Standing standing(long word) {
        return STANDINGS[(int) word & 3];
    }

    private static long with(long word, Standing standing) {
        return word & ~3L | standing.ordinal();
    }

    private static int number(long word) {
        return (int) (word >>> NUMBER);
    }

    private static int size(long word) {
        return ((int) (word >>> SIZE) & 15) + 1;
    }

    private static long all(int size) {
        return (1L << size) - 1;
    }

    private static long bit(long group, int field) {
        return 1L << field + DecisionGroup.member(group);
    }

    private static long fresh(long group, Standing standing) {
        long size = DecisionGroup.size(group) - 1L;
        return (long) DecisionGroup.number(group) << NUMBER | size << SIZE | bit(group, ARRIVED) | standing.ordinal();
    }

    /** True if another group may use the word. */
    private static boolean over(long word) {
        boolean seenByAll = (word >>> SEEN & all(DecisionGroup.MOST)) == all(size(word));
        return standing(word) != Standing.COMMITTED || seenByAll;
    }

    private static boolean later(long group, long word) {
        return standing(word) == Standing.NONE || DecisionGroup.after(DecisionGroup.number(group), number(word));
    }

    private static boolean same(long group, long word) {
        return standing(word) != Standing.NONE && number(word) == DecisionGroup.number(group);
    }

    // ---- what cores do

    /**
     * A member is ready to start, its target taken.
     *
     * @return {@code OPEN} if it has to wait for others, {@code COMMITTED} if it was the last, {@code REFUSED} if nothing comes of it
     */
    Standing arrive(long group) {
        int at = at(group);
        while (true) {
            long word = words.get(at);
            long next;
            if (same(group, word)) {
                if (standing(word) != Standing.OPEN) {
                    return Standing.REFUSED;
                }
                next = joined(group, word);
            } else if (later(group, word) && over(word)) {
                next = fresh(group, Standing.OPEN);
            } else {
                return Standing.REFUSED;
            }
            if (words.compareAndSet(at, word, next)) {
                return standing(next);
            }
        }
    }

    private static long joined(long group, long word) {
        long bit = bit(group, ARRIVED);
        if (size(word) != DecisionGroup.size(group) || (word & bit) != 0) {
            return with(word, Standing.REFUSED);
        }
        long next = word | bit;
        boolean complete = (next >>> ARRIVED & all(DecisionGroup.MOST)) == all(size(word));
        return complete ? with(next, Standing.COMMITTED) | bit(group, SEEN) : next;
    }

    /** How the group of a member that has arrived stands; one that stands no more has come to nothing. */
    Standing look(long group) {
        long word = words.get(at(group));
        return same(group, word) ? standing(word) : Standing.REFUSED;
    }

    /** A member that has arrived knows that the group is committed. */
    void saw(long group) {
        int at = at(group);
        long word = words.get(at);
        while (!words.compareAndSet(at, word, word | bit(group, SEEN))) {
            word = words.get(at);
        }
    }

    /**
     * A member refuses, or waits no longer.
     *
     * @return how the group stands then: {@code REFUSED}, unless it was complete before
     */
    Standing refuse(long group) {
        int at = at(group);
        while (true) {
            long word = words.get(at);
            long next;
            if (same(group, word)) {
                if (standing(word) != Standing.OPEN) {
                    return standing(word);
                }
                next = with(word, Standing.REFUSED);
            } else if (later(group, word) && over(word)) {
                next = fresh(group, Standing.REFUSED);
            } else {
                return Standing.REFUSED;
            }
            if (words.compareAndSet(at, word, next)) {
                return Standing.REFUSED;
            }
        }
    }
}
