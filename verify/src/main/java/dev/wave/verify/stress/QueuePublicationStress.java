package dev.wave.verify.stress;

import dev.wave.core.link.MemoryWindow;
import dev.wave.core.queue.QueueLayout;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The queue's own code: two slots published while the other side polls twice. r1, r2: first and last payload word, of
 * both polls.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "nothing was there yet")
@Outcome(id = "11, 0", expect = Expect.ACCEPTABLE, desc = "the first slot, whole")
@Outcome(id = "0, 11", expect = Expect.ACCEPTABLE, desc = "the first slot, whole, at the second look")
@Outcome(id = "11, 22", expect = Expect.ACCEPTABLE, desc = "both, whole and in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "a slot in pieces, out of order, or corrupt")
@State
public class QueuePublicationStress {
    private static final QueueLayout LAYOUT = new QueueLayout(0, 0, 4);

    private final MemoryWindow slots = HeapLink.window(QueueLayout.bytes(4));
    private final MemoryWindow readLine = HeapLink.window(64);
    private final SlotWriter writer = new SlotWriter(slots, readLine, LAYOUT);
    private final SlotReader reader = new SlotReader(slots, readLine, LAYOUT);

    public QueuePublicationStress() {
        writer.format(1, 1);
        reader.open(1);
    }

    /** The writer. */
    @Actor
    public void writer() {
        for (int value = 1; value <= 2; value++) {
            for (int word = 1; word < 8; word++) {
                writer.put(word, value);
            }
            writer.publish();
        }
    }

    /** The reader. */
    @Actor
    public void reader(II_Result seen) {
        seen.r1 = poll();
        seen.r2 = poll();
    }

    private int poll() {
        return switch (reader.poll()) {
            case NOTHING -> 0;
            case CORRUPT -> -1;
            case SLOT -> (int) (reader.word(1) * 10 + reader.word(7));
        };
    }
}
