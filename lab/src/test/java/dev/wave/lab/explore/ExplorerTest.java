package dev.wave.lab.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every schedule of two threads on two cores within a bound ends well; and with a rule broken, one is found that does not. */
class ExplorerTest {
    private static final int WORDS = StepMemory.words(SmallEnclave.GEOMETRY);
    private static final int PREEMPTIONS = Integer.getInteger("wave.preemptions", 2);
    private static final long MOST = 20_000_000;

    @ParameterizedTest
    @EnumSource(SmallEnclave.Plot.class)
    void everyScheduleWithinTheBoundEndsWell(SmallEnclave.Plot plot) {
        // With somebody more to meet there are fifty times as many.
        int bound = plot == SmallEnclave.Plot.REVOKED ? PREEMPTIONS - 1 : PREEMPTIONS;
        Exploration all = new Explorer(races -> new SmallEnclave(plot, races), WORDS, bound, MOST).explore();
        System.out.println(plot + ": " + all);
        assertNull(all.failure(), () -> String.valueOf(all.failure()));
        assertTrue(all.complete(), all.toString());
        assertTrue(all.schedules() > 1_000 && all.ends() > 1 && all.raced() > 10, "few schedules: " + all);
    }

    @Test
    void coreThatLooksBeforeItSaysThatItSleepsIsFound() {
        assertFound(BrokenEnclave.LooksTooEarly::new, "everybody sleeps, and a thread is READY");
    }

    @Test
    void commitThatDoesNotCompareTheSequenceIsFound() {
        assertFound(BrokenEnclave.IgnoresTheStamp::new, "when the target's sequence number was");
    }

    @Test
    void coreThatReportsAStopTooEarlyIsFound() {
        assertFound(BrokenEnclave.StopsTooEarly::new, "took a thread that is RUNNING and on core");
    }

    @Test
    void interruptThatIsLostIsFound() {
        assertFound(BrokenEnclave.LosesARing::new, "everybody sleeps, and a thread is READY");
    }

    private static void assertFound(Function<Races, World> worlds, String complaint) {
        Explorer explorer = new Explorer(worlds, WORDS, PREEMPTIONS, MOST);
        Exploration.Failure failure = explorer.explore().failure();
        assertNotNull(failure, "no schedule shows it");
        System.out.println(failure);
        assertTrue(failure.complaint().contains(complaint), failure.toString());
        Schedule again = Schedule.parse(failure.schedule().toString());
        Exploration.Failure replayed = explorer.replay(again);
        assertEquals(failure.toString(), String.valueOf(replayed), "the schedule, replayed, does it again");
    }
}
