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
 * The queue's own code: a slot is read whole or not at all, and not reused while it is read.
 *
 * <p>The queue is full of ones. The reader takes a slot, which makes room; the writer puts a two there as soon as it
 * sees the room.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "read whole; the writer saw no room yet")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "read whole, then reused")
@Outcome(expect = Expect.FORBIDDEN, desc = "a slot was read in pieces, or found corrupt, or not found")
@State
public class QueueSlotStress {
    private static final QueueLayout LAYOUT = new QueueLayout(0, 0, 4);

    private final MemoryWindow slots = HeapLink.window(QueueLayout.bytes(4));
    private final MemoryWindow readLine = HeapLink.window(64);
    private final SlotWriter writer = new SlotWriter(slots, readLine, LAYOUT);
    private final SlotReader reader = new SlotReader(slots, readLine, LAYOUT);

    public QueueSlotStress() {
        writer.format(1, 1);
        reader.open(1);
        for (int i = 0; i < 4; i++) {
            publish(1);
        }
    }

    private void publish(long value) {
        for (int word = 1; word < 8; word++) {
            writer.put(word, value);
        }
        writer.publish();
    }

    /** The writer. */
    @Actor
    public void writer(II_Result seen) {
        if (writer.hasRoom()) {
            publish(2);
            seen.r2 = 1;
        }
    }

    /** The reader. */
    @Actor
    public void reader(II_Result seen) {
        if (reader.poll() != SlotReader.Found.SLOT) {
            seen.r1 = -1;
            return;
        }
        seen.r1 = (int) reader.word(1);
        for (int word = 2; word < 8; word++) {
            if (reader.word(word) != reader.word(1)) {
                seen.r1 = -2;
            }
        }
    }
}
