package dev.wave.verify.faults;

import dev.wave.core.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** What became of each numbered request: how often it began, how often it was answered, and how long the slowest took. */
final class Ledger {
    private final Clock clock;
    private final AtomicIntegerArray begun;
    private final AtomicIntegerArray answered;
    private final AtomicLongArray sentNanos;
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final AtomicInteger twiceAtOnce = new AtomicInteger();
    private volatile int sent;

    Ledger(int capacity, Clock clock) {
        this.clock = clock;
        this.begun = new AtomicIntegerArray(capacity);
        this.answered = new AtomicIntegerArray(capacity);
        this.sentNanos = new AtomicLongArray(capacity);
    }

    boolean full() {
        return sent == begun.length();
    }

    /** Draws the next number; by the one thread that sends. */
    int send() {
        int number = sent;
        sentNanos.set(number, clock.nanos());
        sent = number + 1;
        return number;
    }

    void begin(int number) {
        begun.incrementAndGet(number);
    }

    void answer(int number) {
        answered.incrementAndGet(number);
        long took = clock.nanos() - sentNanos.get(number);
        slowestNanos.accumulateAndGet(took, Math::max);
        answers.incrementAndGet();
    }

    void ranTwiceAtOnce() {
        twiceAtOnce.incrementAndGet();
    }

    int sent() {
        return sent;
    }

    int answers() {
        return answers.get();
    }

    int unanswered() {
        return sent - answers.get();
    }

    long slowestMillis() {
        return slowestNanos.get() / 1_000_000;
    }

    /** Requests that were not begun exactly once, not answered exactly once, or were on two cores at once. */
    long faults() {
        long faults = twiceAtOnce.get();
        for (int number = 0; number < sent; number++) {
            faults += begun.get(number) == 1 && answered.get(number) == 1 ? 0 : 1;
        }
        return faults;
    }
}
