package dev.wave.cli.demo.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wave.core.link.MemoryWindow;
import dev.wave.core.queue.QueueLayout;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/** The bytes on the link, word by word. */
class LayoutTest {
    private static final QueueLayout QUEUE = new QueueLayout(64, 0, 4);

    private final MemoryWindow producer = window();
    private final MemoryWindow consumer = window();
    private final SlotWriter writer = new SlotWriter(producer, consumer, QUEUE);
    private final SlotReader reader = new SlotReader(producer, consumer, QUEUE);

    private static MemoryWindow window() {
        return new MemoryWindow(Arena.ofAuto().allocate(4096, 64));
    }

    @Test
    void requestHasItsWordsInTheirPlaces() {
        writer.format(2, 0);
        RequestLayout.put(writer, 11, RequestLayout.SCAN, 13, 14, 15);
        writer.publish();
        assertArrayEquals(new long[] {1, 11, 1, 13, 14, 15, 0, 0}, slot());
    }

    @Test
    void requestReadsAsItWasWritten() {
        writer.format(2, 0);
        RequestLayout.put(writer, 11, RequestLayout.GET, 13, 14, 15);
        writer.publish();
        assertEquals(SlotReader.Found.SLOT, reader.poll());
        assertEquals(11, RequestLayout.id(reader));
        assertEquals(RequestLayout.GET, RequestLayout.kind(reader));
        assertEquals(13, RequestLayout.key(reader));
        assertEquals(14, RequestLayout.scheduled(reader));
        assertEquals(15, RequestLayout.entries(reader));
    }

    @Test
    void responseHasItsWordsInTheirPlaces() {
        writer.format(1, 0);
        ResponseLayout.put(writer, 21, 22, 23, 24, 25);
        writer.publish();
        assertArrayEquals(new long[] {1, 21, 22, 23, 24, 25, 0, 0}, slot());
    }

    @Test
    void responseReadsAsItWasWritten() {
        writer.format(1, 0);
        ResponseLayout.put(writer, 21, 22, 23, 24, 25);
        writer.publish();
        assertEquals(SlotReader.Found.SLOT, reader.poll());
        assertEquals(21, ResponseLayout.id(reader));
        assertEquals(22, ResponseLayout.result(reader));
        assertEquals(23, ResponseLayout.taken(reader));
        assertEquals(24, ResponseLayout.began(reader));
        assertEquals(25, ResponseLayout.ended(reader));
    }

    private long[] slot() {
        long[] words = new long[QueueLayout.SLOT_WORDS];
        for (int i = 0; i < words.length; i++) {
            words[i] = producer.load(QUEUE.slot(0) + i * 8L);
        }
        return words;
    }
}
