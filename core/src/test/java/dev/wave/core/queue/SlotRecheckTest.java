package dev.wave.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.link.SteppedLink;
import org.junit.jupiter.api.Test;

/** What happens to a slot, or to the reader's position, in the middle of a look. */
class SlotRecheckTest {
    private static final QueueLayout LAYOUT = new QueueLayout(0, 4096, 4);

    @Test
    void lookBeforeSleepIsNotMisledBySomebodyWhoConsumesMeanwhile() {
        SteppedLink link = new SteppedLink(8192, 8192);
        SlotWriter writer = new SlotWriter(link.toHost(), link.toNic(), LAYOUT);
        SlotReader reader = new SlotReader(link.toHost(), link.toNic(), LAYOUT);
        writer.format(2, 1);
        reader.open(1);
        TestQueue.put(writer, 7);
        TestQueue.put(writer, 8);
        // As an idle core does that gives back what was withdrawn from a busy one.
        link.toHost().beforeLoad(offset -> offset == LAYOUT.slot(0), reader::poll);
        assertTrue(reader.ready(), "there was something to take all the time");
        assertEquals(1, reader.position(), "and some of it was taken meanwhile");
    }

    @Test
    void slotRewrittenWhileItIsCopiedIsCorrupt() {
        SteppedLink link = new SteppedLink(8192, 8192);
        SlotWriter writer = new SlotWriter(link.toHost(), link.toNic(), LAYOUT);
        SlotReader reader = new SlotReader(link.toHost(), link.toNic(), LAYOUT);
        writer.format(2, 1);
        reader.open(1);
        TestQueue.put(writer, 7);
        long slot = LAYOUT.slot(0);
        link.toHost()
                .beforeLoad(offset -> offset == slot + 24, () -> link.toHost().store(slot, 5));
        assertEquals(SlotReader.Found.CORRUPT, reader.poll());
        assertEquals(0, reader.position(), "nothing was consumed");
    }
}
