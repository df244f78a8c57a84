package dev.wave.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wave.core.link.SteppedLink;
import org.junit.jupiter.api.Test;

/** A producer that writes over a slot while it is being copied: the valid word, read again, tells. */
class SlotRecheckTest {
    private static final QueueLayout LAYOUT = new QueueLayout(0, 4096, 4);

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
