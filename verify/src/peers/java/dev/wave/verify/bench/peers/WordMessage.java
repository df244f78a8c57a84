package dev.wave.verify.bench.peers;

import java.util.stream.Stream;

/** A message as an object, for queues that pass objects. */
final class WordMessage {
    private long one;
    private long two;
    private long three;
    private long four;
    private long five;
    private long six;
    private long seven;

    static WordMessage[] some(int count) {
        return Stream.generate(WordMessage::new).limit(count).toArray(WordMessage[]::new);
    }

    void set(long message) {
        one = message + 1;
        two = message + 2;
        three = message + 3;
        four = message + 4;
        five = message + 5;
        six = message + 6;
        seven = message + 7;
    }

    long sum() {
        return one + two + three + four + five + six + seven;
    }
}
