package dev.wave.verify.bench.peers;

import dev.wave.verify.bench.queue.Wire;
import dev.wave.verify.bench.queue.WirePeer;
import java.util.List;
import org.jctools.queues.SpscArrayQueue;

/** JCTools' queue for one producer and one consumer: references to messages that were made beforehand, between two threads. */
public final class JctoolsWire implements Wire {
    private static final int SLOTS = 1024;

    private final SpscArrayQueue<WordMessage> out;
    private final SpscArrayQueue<WordMessage> in;
    /** Twice the slots: a message is not written again before the consumer, at most one queue behind, is done with it. */
    private final WordMessage[] messages = WordMessage.some(2 * SLOTS);

    private int next;

    private JctoolsWire(SpscArrayQueue<WordMessage> out, SpscArrayQueue<WordMessage> in) {
        this.out = out;
        this.in = in;
    }

    /** How it is opened. */
    public static final class Peer implements WirePeer {
        private final SpscArrayQueue<WordMessage> there = new SpscArrayQueue<>(SLOTS);
        private final SpscArrayQueue<WordMessage> back = new SpscArrayQueue<>(SLOTS);

        @Override
        public String name() {
            return "JCTools";
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
        public List<String> jvmFlags() {
            return List.of("-XX:+UseCondCardMark", "--sun-misc-unsafe-memory-access=allow");
        }

        @Override
        public String note() {
            return "4.0.7, SpscArrayQueue of references, two threads of one process";
        }

        @Override
        public Wire open(End end, String link) {
            return end == End.FIRST ? new JctoolsWire(there, back) : new JctoolsWire(back, there);
        }
    }

    @Override
    public void produce(long first, int count) {
        for (long message = first; message < first + count; message++) {
            send(message);
        }
    }

    @Override
    public void send(long number) {
        WordMessage message = messages[next++ & (2 * SLOTS - 1)];
        message.set(number);
        while (!out.relaxedOffer(message)) {
            Thread.onSpinWait();
        }
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
        WordMessage message = in.relaxedPoll();
        while (message == null) {
            Thread.onSpinWait();
            message = in.relaxedPoll();
        }
        return message.sum();
    }
}
