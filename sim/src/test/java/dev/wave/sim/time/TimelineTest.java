package dev.wave.sim.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Timeline timeline = new Timeline();
    private final List<String> log = new ArrayList<>();

    private void say(String what) {
        log.add(timeline.now() + " " + what);
    }

    @Test
    void actorsTakeTurnsInTheOrderOfTime() {
        timeline.actor("a", () -> {
            timeline.spend(10);
            say("a");
            timeline.spend(10);
            say("a");
        });
        timeline.actor("b", () -> {
            timeline.spend(15);
            say("b");
        });
        timeline.run();
        assertEquals(List.of("10 a", "15 b", "20 a"), log);
    }

    @Test
    void nobodyIsSuspendedWhoMeetsNobody() {
        timeline.actor("alone", () -> {
            for (int i = 0; i < 1_000; i++) {
                timeline.spend(1);
            }
        });
        timeline.run();
        assertEquals(1_000, timeline.now());
        assertEquals(0, timeline.switches());
    }

    @Test
    void parkedActorGoesOnWhenItIsWoken() {
        Actor sleeper = timeline.actor("sleeper", () -> {
            timeline.park();
            say("awake");
        });
        timeline.actor("waker", () -> {
            timeline.spend(30);
            sleeper.wakeAt(timeline.now() + 5);
        });
        timeline.run();
        assertEquals(List.of("35 awake"), log);
        assertTrue(sleeper.over());
    }

    @Test
    void timeOutEndsAParkThatNobodyEnds() {
        timeline.actor("sleeper", () -> {
            timeline.parkUntil(42);
            say("awake");
        });
        timeline.run();
        assertEquals(List.of("42 awake"), log);
    }

    @Test
    void staleWakingIsIgnored() {
        Actor sleeper = timeline.actor("sleeper", () -> {
            timeline.parkUntil(100);
            say("first");
            timeline.parkUntil(300);
            say("second");
        });
        timeline.actor("waker", () -> {
            timeline.spend(50);
            sleeper.wakeAt(timeline.now());
        });
        timeline.run();
        assertEquals(List.of("50 first", "300 second"), log);
    }

    @Test
    void killedActorDoesNothingMore() {
        Actor victim = timeline.actor("victim", () -> {
            while (true) {
                timeline.spend(10);
                say("alive");
            }
        });
        timeline.at(25, timeline.register(ticket -> victim.kill()));
        timeline.run();
        assertEquals(List.of("10 alive", "20 alive"), log);
    }

    @Test
    void frozenActorGoesOnLater() {
        Actor frozen = timeline.actor("frozen", () -> {
            timeline.spend(10);
            say("first");
            timeline.spend(10);
            say("second");
        });
        timeline.at(15, timeline.register(ticket -> frozen.freezeUntil(1_000)));
        timeline.run();
        assertEquals(List.of("10 first", "1000 second"), log);
    }

    /** Whatever comes, happens at its moment, also in the middle of an actor's long computation. */
    @Test
    void happeningsInterruptNobodyAndComeInTime() {
        timeline.at(50, timeline.register(ticket -> say("event")));
        timeline.actor("a", () -> {
            timeline.spend(100);
            say("a");
        });
        timeline.run();
        assertEquals(List.of("50 event", "100 a"), log);
    }

    @Test
    void runUntilStopsAtItsMomentAndGoesOnFromThere() {
        timeline.actor("a", () -> {
            for (int i = 0; i < 5; i++) {
                timeline.spend(10);
                say("a");
            }
        });
        timeline.runUntil(25);
        assertEquals(List.of("10 a", "20 a"), log);
        assertEquals(25, timeline.now());
        timeline.run();
        assertEquals(5, log.size());
    }

    @Test
    void stopEndsTheRun() {
        timeline.actor("a", () -> {
            while (true) {
                timeline.spend(10);
                if (timeline.now() == 50) {
                    timeline.stop();
                }
            }
        });
        timeline.run();
        assertEquals(50, timeline.now());
    }

    @Test
    void whatAnActorThrowsEndsTheRun() {
        Actor bad = timeline.actor("bad", () -> {
            throw new IllegalStateException("as it happens");
        });
        assertEquals(
                "as it happens",
                assertThrows(IllegalStateException.class, timeline::run).getMessage());
        assertTrue(bad.over());
    }

    @Test
    void timeIsSpentByActorsOnly() {
        timeline.at(10, timeline.register(ticket -> {}));
        assertThrows(IllegalStateException.class, () -> timeline.spend(20));
        assertFalse(timeline.actor("a", () -> {}).over());
    }
}
