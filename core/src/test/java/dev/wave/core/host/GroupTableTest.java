package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.Seeds;
import dev.wave.core.host.GroupTable.Standing;
import dev.wave.core.protocol.DecisionGroup;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** When a group of decisions is complete, and that it is never half complete. */
class GroupTableTest {
    private static final int SEEDS = 2_000;
    private static final int LAST = (1 << 24) - 1;

    private final GroupTable table = new GroupTable(4);

    private static long member(int number, int size, int member) {
        return DecisionGroup.of(1, number, size, member);
    }

    @Test
    void lastArrivalCommitsAllMembers() {
        assertEquals(Standing.OPEN, table.arrive(member(1, 3, 2)));
        assertEquals(Standing.OPEN, table.arrive(member(1, 3, 0)));
        assertEquals(Standing.OPEN, table.look(member(1, 3, 2)));
        assertEquals(Standing.COMMITTED, table.arrive(member(1, 3, 1)));
        assertEquals(Standing.COMMITTED, table.look(member(1, 3, 2)));
        assertEquals(Standing.COMMITTED, table.look(member(1, 3, 0)));
    }

    @Test
    void oneRefusalRefusesAllWhetherTheyCameOrNot() {
        assertEquals(Standing.OPEN, table.arrive(member(1, 2, 0)));
        assertEquals(Standing.REFUSED, table.refuse(member(1, 2, 1)));
        assertEquals(Standing.REFUSED, table.look(member(1, 2, 0)));
        assertEquals(Standing.REFUSED, table.refuse(member(2, 2, 1)), "before anybody came");
        assertEquals(Standing.REFUSED, table.arrive(member(2, 2, 0)));
    }

    @Test
    void completeGroupCannotBeRefusedAnyMore() {
        table.arrive(member(1, 2, 0));
        table.arrive(member(1, 2, 1));
        assertEquals(Standing.COMMITTED, table.refuse(member(1, 2, 0)));
        assertEquals(Standing.COMMITTED, table.look(member(1, 2, 0)));
    }

    /** The word of group 1 is that of group 5. */
    @Test
    void committedGroupKeepsItsWordUntilAllHaveSeenIt() {
        table.arrive(member(1, 2, 0));
        table.arrive(member(1, 2, 1));
        assertEquals(Standing.REFUSED, table.arrive(member(5, 2, 0)), "too early");
        assertEquals(Standing.COMMITTED, table.look(member(1, 2, 0)), "and nothing is forgotten");
        table.saw(member(1, 2, 0));
        assertEquals(Standing.OPEN, table.arrive(member(5, 2, 0)));
        assertEquals(Standing.REFUSED, table.arrive(member(1, 2, 0)), "an older group does not come back");
    }

    @Test
    void laterGroupEndsAnIncompleteOne() {
        table.arrive(member(1, 2, 0));
        assertEquals(Standing.OPEN, table.arrive(member(5, 2, 0)));
        assertEquals(Standing.REFUSED, table.look(member(1, 2, 0)));
        assertEquals(Standing.REFUSED, table.arrive(member(1, 2, 1)));
    }

    @Test
    void memberTwiceAndSizesThatDifferRefuseTheGroup() {
        table.arrive(member(1, 2, 0));
        assertEquals(Standing.REFUSED, table.arrive(member(1, 2, 0)));
        table.arrive(member(2, 2, 0));
        assertEquals(Standing.REFUSED, table.arrive(member(2, 3, 1)));
        assertEquals(Standing.REFUSED, table.arrive(member(2, 2, 1)));
    }

    @Test
    void numbersComeRound() {
        assertEquals(1, DecisionGroup.next(LAST));
        assertTrue(DecisionGroup.after(1, LAST));
        assertFalse(DecisionGroup.after(LAST, 1));
        table.arrive(member(LAST, 2, 0));
        table.refuse(member(LAST, 2, 0));
        assertEquals(Standing.OPEN, table.arrive(member(3, 2, 0)), "in the same word");
    }

    @Test
    void whatMakesNoSenseIsNotWellFormed() {
        assertTrue(DecisionGroup.wellFormed(member(1, 2, 1)));
        assertTrue(DecisionGroup.wellFormed(member(LAST, 16, 15)));
        for (long bad : new long[] {
            member(0, 2, 0), member(1, 1, 0), member(1, 17, 0), member(1, 2, 2), member(1, 2, 0) | 1L << 24
        }) {
            assertFalse(DecisionGroup.wellFormed(bad), Long.toHexString(bad));
        }
        assertFalse(table.knows(DecisionGroup.of(4, 1, 2, 0)));
    }

    /** Cores that each go through the members meant for them, with arrivals, refusals, impatience and looks in any order: all of a group start, or none. */
    @Test
    void groupsStartWhollyOrNotAtAllInAnyOrder() {
        int committed = 0;
        int refused = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                Life life = new Life(Seeds.random(seed));
                life.live();
                committed += life.committed;
                refused += life.refused;
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + " of GroupTableTest: " + e.getMessage(), e);
            }
        }
        assertTrue(committed > SEEDS && refused > SEEDS, committed + " committed, " + refused + " refused");
    }

    private static final class Life {
        private static final int CORES = 3;
        private static final int GROUPS = 12;

        private final RandomGenerator random;
        private final GroupTable table = new GroupTable(CORES);
        private final int[] sizes = new int[GROUPS];
        /** Of each group and member: 0 not yet, 1 held, 2 started, 3 refused. */
        private final int[][] fates = new int[GROUPS][CORES];
        /** The next group of each core; and the one it holds a member of. */
        private final int[] next = new int[CORES];

        private int committed;
        private int refused;

        Life(RandomGenerator random) {
            this.random = random;
            for (int i = 0; i < GROUPS; i++) {
                sizes[i] = 2 + random.nextInt(CORES - 1);
            }
        }

        private long word(int group, int core) {
            return DecisionGroup.of(0, LAST - 5 + group > LAST ? group - 5 : LAST - 5 + group, sizes[group], core);
        }

        void live() {
            boolean left = true;
            while (left) {
                step(random.nextInt(CORES));
                left = false;
                for (int core = 0; core < CORES; core++) {
                    left |= next[core] < GROUPS;
                }
            }
            for (int group = 0; group < GROUPS; group++) {
                check(group);
            }
        }

        private void step(int core) {
            int group = next[core];
            if (group >= GROUPS || core >= sizes[group]) {
                next[core] += group < GROUPS ? 1 : 0;
                return;
            }
            long word = word(group, core);
            if (fates[group][core] == 1) {
                Standing standing = random.nextInt(8) == 0 ? table.refuse(word) : table.look(word);
                if (standing == Standing.COMMITTED) {
                    table.saw(word);
                }
                end(group, core, standing);
            } else if (random.nextInt(10) == 0) {
                table.refuse(word);
                end(group, core, Standing.REFUSED);
            } else {
                end(group, core, table.arrive(word));
            }
        }

        private void end(int group, int core, Standing standing) {
            fates[group][core] = standing == Standing.OPEN ? 1 : standing == Standing.COMMITTED ? 2 : 3;
            next[core] += standing == Standing.OPEN ? 0 : 1;
        }

        private void check(int group) {
            int started = 0;
            for (int core = 0; core < sizes[group]; core++) {
                started += fates[group][core] == 2 ? 1 : 0;
            }
            assertTrue(
                    started == 0 || started == sizes[group],
                    () -> "group " + group + " of " + sizes[group] + " is half done: "
                            + java.util.Arrays.toString(fates[group]));
            committed += started > 0 ? 1 : 0;
            refused += started > 0 ? 0 : 1;
        }
    }
}
