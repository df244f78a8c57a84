package dev.wave.core.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wave.core.link.SteppedLink;
import dev.wave.core.link.Window;
import org.junit.jupiter.api.Test;

/** One bit for each core, modulo 64. */
class CoreBitsTest {
    private static final long OFFSET = 64;

    private final Window window = new SteppedLink(4096, 4096).toHost();
    private final CoreBits bits = new CoreBits(window, OFFSET, 130);

    @Test
    void bitStaysWhileAnotherCoreThatSharesItNeedsIt() {
        bits.set(3);
        bits.set(67);
        assertEquals(1L << 3, window.load(OFFSET));
        bits.clear(3);
        assertEquals(1L << 3, window.load(OFFSET), "core 67 still asks");
        bits.clear(67);
        assertEquals(0, window.load(OFFSET));
    }

    @Test
    void coreThatDoesNotAskTakesNobodysBitAway() {
        bits.set(129);
        bits.clear(1);
        bits.clear(65);
        assertEquals(1L << 1, window.load(OFFSET));
    }
}
