package dev.wave.core.queue;

import dev.wave.core.link.MemoryWindow;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A queue between two plain pieces of memory, whose bytes can be looked at and spoiled. */
final class TestQueue {
    final long[] producerMemory;
    final long[] consumerMemory = new long[8];
    final MemoryWindow producer;
    final MemoryWindow consumer;
    final QueueLayout layout;

    TestQueue(int slots) {
        producerMemory = new long[(int) QueueLayout.bytes(slots) / 8];
        producer = new MemoryWindow(MemorySegment.ofArray(producerMemory));
        consumer = new MemoryWindow(MemorySegment.ofArray(consumerMemory));
        layout = new QueueLayout(0, 0, slots);
    }

    SlotWriter writer(long epoch) {
        SlotWriter writer = new SlotWriter(producer, consumer, layout);
        writer.format(1, epoch);
        return writer;
    }

    SlotReader reader(long epoch) {
        SlotReader reader = new SlotReader(producer, consumer, layout);
        reader.open(epoch);
        return reader;
    }

    /** The bytes of a line as they lie in memory. */
    byte[] line(long offset) {
        return Arrays.copyOfRange(bytes(), (int) offset, (int) offset + QueueLayout.LINE);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[producerMemory.length * 8];
        java.nio.ByteBuffer.wrap(bytes)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer()
                .put(producerMemory);
        return bytes;
    }

    byte[] slot(long position) {
        return line(layout.slot(position));
    }

    /** A message whose payload words are all {@code value}. */
    static void put(SlotWriter writer, long value) {
        for (int word = 1; word < 8; word++) {
            writer.put(word, value * word);
        }
        writer.publish();
    }
}
