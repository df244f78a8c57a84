package dev.wave.verify.stress;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** The order every queue rests on: whoever sees the word that says "valid" also sees the payload written before it. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "read before anything was published")
@Outcome(
        id = "0, 7",
        expect = Expect.ACCEPTABLE,
        desc = "payload seen early, which harms nobody: the slot is not valid yet")
@Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "published whole")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "valid, but the payload is missing")
@State
public class SlotPublicationStress {
    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();
    private static final long VALID = 0;
    private static final long PAYLOAD = 8;

    private final MemorySegment slot = Arena.ofAuto().allocate(64, 64);

    /** The writer: payload first, then the word. */
    @Actor
    public void writer() {
        WORD.set(slot, PAYLOAD, 7L);
        WORD.setRelease(slot, VALID, 1L);
    }

    /** The reader: the word first, then the payload. */
    @Actor
    public void reader(JJ_Result seen) {
        seen.r1 = (long) WORD.getAcquire(slot, VALID);
        seen.r2 = (long) WORD.get(slot, PAYLOAD);
    }
}
