package dev.wave.sim.time;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What an actor must not hold, or stand in, when it is suspended. */
class SuspensionTest {
    private static final Object LOCK = new Object();
    private static Timeline touched;

    private final Timeline timeline = new Timeline();

    private String refusal(Runnable body) {
        timeline.refuseMonitors();
        timeline.actor("the culprit", body);
        timeline.actor("somebody else", () -> timeline.spend(1));
        String message =
                assertThrows(IllegalStateException.class, timeline::run).getMessage();
        assertTrue(message.contains("the culprit"), message);
        return message;
    }

    @Test
    void actorThatHoldsAMonitorIsNotSuspended() {
        String message = refusal(() -> {
            synchronized (LOCK) {
                timeline.spend(10);
            }
        });
        assertTrue(message.contains("java.lang.Object"), message);
        assertTrue(message.contains("SuspensionTest"), message);
    }

    @Test
    void actorInASynchronizedMethodIsNotSuspended() {
        String message = refusal(this::synchronizedPark);
        assertTrue(message.contains("SuspensionTest"), message);
    }

    private synchronized void synchronizedPark() {
        timeline.park();
    }

    @Test
    void monitorOfWhoeverRunsTheSimulationDoesNotMatter() {
        timeline.refuseMonitors();
        timeline.actor("a", () -> timeline.spend(10));
        timeline.actor("b", () -> timeline.spend(1));
        synchronized (LOCK) {
            timeline.run();
        }
        assertTrue(timeline.switches() > 0);
    }

    /** A class whose initialiser spends time. */
    private static final class Touching {
        static final long SEEN;

        static {
            touched.spend(10);
            SEEN = touched.now();
        }
    }

    @Test
    void classInitialiserThatSpendsTimeIsNamed() {
        touched = timeline;
        timeline.actor("the culprit", () -> assertTrue(Touching.SEEN > 0));
        timeline.actor("somebody else", () -> timeline.spend(1));
        Throwable thrown =
                assertThrows(ExceptionInInitializerError.class, timeline::run).getCause();
        assertTrue(thrown.getMessage().contains("the culprit"), thrown.getMessage());
        assertTrue(
                thrown.getMessage().contains("the initialiser of class " + Touching.class.getName()),
                thrown.getMessage());
    }
}
