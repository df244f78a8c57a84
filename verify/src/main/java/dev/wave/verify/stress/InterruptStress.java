package dev.wave.verify.stress;

import dev.wave.core.link.MemoryWindow;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Arming against raising (docs/protocol.md, section 3.4), the words without the sleep. r1: the raiser saw the waiter
 * armed; r2: the waiter saw the work, or the ring.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the waiter saw the work at its last look")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the raiser saw the waiter, and rings")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both saw each other: one ring too many")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "neither saw the other: a lost wake-up")
@State
public class InterruptStress {
    private static final long WORK = 0;
    private static final long RING = 64;

    private final MemoryWindow raisers = HeapLink.window(128);
    private final MemoryWindow waiters = HeapLink.window(64);

    /** Publishes work, then raises. */
    @Actor
    public void raiser(II_Result seen) {
        raisers.store(WORK, 1);
        raisers.fullFence();
        if (waiters.load(0) == 1) {
            raisers.store(RING, 7);
            seen.r1 = 1;
        }
    }

    /** Arms, draws the ticket, looks once more, and compares the ring as the futex call would. */
    @Actor
    public void waiter(II_Result seen) {
        waiters.store(0, 1);
        waiters.fullFence();
        long ticket = raisers.load(RING);
        waiters.fullFence();
        boolean work = raisers.load(WORK) == 1;
        seen.r2 = work || raisers.load(RING) != ticket ? 1 : 0;
    }
}
