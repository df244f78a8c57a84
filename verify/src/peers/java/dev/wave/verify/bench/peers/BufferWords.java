package dev.wave.verify.bench.peers;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The seven words of a message in a buffer, written out one by one as ours are, so that the JIT treats both alike. */
final class BufferWords {
    private BufferWords() {}

    static void put(MutableDirectBuffer buffer, int index, long message) {
        buffer.putLong(index, message + 1);
        buffer.putLong(index + 8, message + 2);
        buffer.putLong(index + 16, message + 3);
        buffer.putLong(index + 24, message + 4);
        buffer.putLong(index + 32, message + 5);
        buffer.putLong(index + 40, message + 6);
        buffer.putLong(index + 48, message + 7);
    }

    static long sum(DirectBuffer buffer, int index) {
        return buffer.getLong(index)
                + buffer.getLong(index + 8)
                + buffer.getLong(index + 16)
                + buffer.getLong(index + 24)
                + buffer.getLong(index + 32)
                + buffer.getLong(index + 40)
                + buffer.getLong(index + 48);
    }
}
