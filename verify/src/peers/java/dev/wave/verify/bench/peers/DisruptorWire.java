package dev.wave.verify.bench.peers;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import dev.wave.verify.bench.queue.Wire;
import dev.wave.verify.bench.queue.WirePeer;

/** The Disruptor with one producer and one consumer: messages that live in the ring, between two threads. */
public final class DisruptorWire implements Wire {
    private static final int SLOTS = 1024;

    private final RingBuffer<WordMessage> out;
    private final RingBuffer<WordMessage> in;
    private final SequenceBarrier barrier;
    private final Sequence consumed;
    private long next;
    private long available = -1;

    private DisruptorWire(Ring out, Ring in) {
        this.out = out.buffer;
        this.in = in.buffer;
        this.barrier = in.buffer.newBarrier();
        this.consumed = in.consumed;
    }

    /** One direction. */
    private static final class Ring {
        private final RingBuffer<WordMessage> buffer =
                RingBuffer.createSingleProducer(WordMessage::new, SLOTS, new BusySpinWaitStrategy());
        private final Sequence consumed = new Sequence();

        Ring() {
            buffer.addGatingSequences(consumed);
        }
    }

    /** How it is opened. */
    public static final class Peer implements WirePeer {
        private final Ring there = new Ring();
        private final Ring back = new Ring();

        @Override
        public String name() {
            return "Disruptor";
        }

        @Override
        public boolean inProcess() {
            return true;
        }

        @Override
        public int roundMessages() {
            return 30_000;
        }

        @Override
        public String note() {
            return "4.0.0, single producer, busy-spin, batched consumer, two threads of one process";
        }

        @Override
        public Wire open(End end, String link) {
            return end == End.FIRST ? new DisruptorWire(there, back) : new DisruptorWire(back, there);
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
        long sequence = out.next();
        out.get(sequence).set(message);
        out.publish(sequence);
    }

    @Override
    public long consume(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += receive();
        }
        return sum;
    }

    @Override
    public long receive() {
        if (next > available) {
            // What was read up to here is free for the producer once per batch, as the library's own processors do it.
            consumed.set(next - 1);
            available = waitFor(next);
        }
        return in.get(next++).sum();
    }

    private long waitFor(long sequence) {
        try {
            return barrier.waitFor(sequence);
        } catch (Exception e) {
            throw new IllegalStateException("the ring's barrier was broken", e);
        }
    }
}
