package dev.wave.cli.demo.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExactlyOnceTest {
    private final ExactlyOnce check = new ExactlyOnce(3);

    @Test
    void answerToEachRequestLeavesNothingMissing() {
        check.sent();
        check.sent();
        assertTrue(check.answered(1, true));
        assertTrue(check.answered(0, true));
        assertEquals(0, check.missing());
    }

    @Test
    void unansweredRequestIsMissing() {
        check.sent();
        assertEquals(1, check.missing());
    }

    @Test
    void secondAnswerIsADuplicate() {
        check.sent();
        check.answered(0, true);
        assertFalse(check.answered(0, true));
        assertEquals(1, check.duplicates());
    }

    @Test
    void answerToARequestNeverSentIsAStranger() {
        check.sent();
        assertFalse(check.answered(2, true));
        assertFalse(check.answered(-1, true));
        assertFalse(check.answered(99, true));
        assertEquals(3, check.strangers());
        assertEquals(1, check.missing());
    }

    @Test
    void wrongAnswerIsCounted() {
        check.sent();
        assertTrue(check.answered(0, false));
        assertEquals(1, check.wrong());
    }
}
