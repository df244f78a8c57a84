package dev.wave.verify.bench.queue;

/**
 * One end of a pair of queues, one in each direction, as one thread sees it. Message <i>n</i> has seven payload words, <i>n</i> + 1
 * to <i>n</i> + 7; whoever receives it reads all of them. Each method waits, spinning, until it has done what it says.
 */
public interface Wire extends AutoCloseable {
    int WORDS = 7;

    /** Sends the messages {@code first}, {@code first} + 1 ... */
    void produce(long first, int count);

    /** Receives so many messages, in batches where that is how the queue is meant to be used. */
    long consume(int count);

    /** Sends one message and holds nothing of it back. */
    void send(long message);

    /** Receives one message; its words added up. */
    long receive();

    @Override
    default void close() {}

    /** What {@link #consume} of these messages must have added up. */
    static long sum(long first, long count) {
        long numbers = first * count + count * (count - 1) / 2;
        return WORDS * numbers + count * (WORDS * (WORDS + 1) / 2);
    }
}
