package dev.wave.cli.demo.nic;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DrainTest {
    private final Drain drain = new Drain(10, 100, 3, 0);

    @Test
    void nothingMissingEndsTheWait() {
        assertTrue(drain.over(0, 1));
    }

    @Test
    void silenceEndsTheWait() {
        assertFalse(drain.over(3, 10));
        assertTrue(drain.over(3, 11));
    }

    @Test
    void eachAnswerBeginsTheSilenceAnew() {
        assertFalse(drain.over(2, 9));
        assertFalse(drain.over(2, 19));
        assertFalse(drain.over(1, 19));
        assertFalse(drain.over(1, 29));
        assertTrue(drain.over(1, 30));
    }

    @Test
    void answersNowAndThenDoNotKeepItForEver() {
        Drain many = new Drain(10, 100, 1_000, 0);
        for (int now = 1; now <= 100; now++) {
            assertFalse(many.over(1_000 - now, now));
        }
        assertTrue(many.over(899, 101));
    }
}
