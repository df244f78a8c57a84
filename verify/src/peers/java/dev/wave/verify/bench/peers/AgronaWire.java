package dev.wave.verify.bench.peers;

import dev.wave.verify.bench.queue.Wire;
import dev.wave.verify.bench.queue.WirePeer;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Agrona's ring buffer for one producer and one consumer, over a mapped file: claimed in place, read in place, in batches. */
public final class AgronaWire implements Wire, MessageHandler {
    private static final int RING_BYTES = 64 * 1024;
    private static final int PAYLOAD = WORDS * Long.BYTES;
    private static final int TYPE = 1;

    private final OneToOneRingBuffer out;
    private final OneToOneRingBuffer in;
    private long sum;

    private AgronaWire(MappedByteBuffer out, MappedByteBuffer in) {
        this.out = new OneToOneRingBuffer(new UnsafeBuffer(out));
        this.in = new OneToOneRingBuffer(new UnsafeBuffer(in));
    }

    /** How it is opened. */
    public static final class Peer implements WirePeer {
        @Override
        public String name() {
            return "Agrona";
        }

        @Override
        public boolean inProcess() {
            return false;
        }

        @Override
        public int roundMessages() {
            return 30_000;
        }

        @Override
        public List<String> jvmFlags() {
            return AgronaFlags.LIST;
        }

        @Override
        public String note() {
            return "2.6.0, OneToOneRingBuffer of 64 KiB, tryClaim, batched read, bounds checks off";
        }

        @Override
        public Wire open(End end, String link) throws IOException {
            Path path = Path.of("/dev/shm/wave-" + link);
            int window = RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH;
            try (FileChannel file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                MappedByteBuffer first = file.map(FileChannel.MapMode.READ_WRITE, 0, window);
                MappedByteBuffer second = file.map(FileChannel.MapMode.READ_WRITE, window, window);
                return end == End.FIRST ? new AgronaWire(first, second) : new AgronaWire(second, first);
            }
        }
    }

    @Override
    public void produce(long first, int count) {
        for (long message = first; message < first + count; message++) {
            send(message);
        }
    }

    @Override
    public void send(long message) {
        int index = out.tryClaim(TYPE, PAYLOAD);
        while (index < 0) {
            Thread.onSpinWait();
            index = out.tryClaim(TYPE, PAYLOAD);
        }
        BufferWords.put(out.buffer(), index, message);
        out.commit(index);
    }

    @Override
    public long consume(int count) {
        sum = 0;
        int left = count;
        while (left > 0) {
            int read = in.read(this, left);
            left -= read;
            if (read == 0) {
                Thread.onSpinWait();
            }
        }
        return sum;
    }

    @Override
    public long receive() {
        return consume(1);
    }

    @Override
    public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
        sum += BufferWords.sum(buffer, index);
    }
}
