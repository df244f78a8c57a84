package dev.wave.verify.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Exchanger;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** The service's work: every way a thread comes off its core, a few of each kind under way at any time. */
final class Requests {
    private static final int WORKERS = 16;
    private static final int LOCKS = 8;
    private static final int POISON = -1;

    private final Ledger ledger;
    private final ThreadFactory factory;
    private final LinkedBlockingQueue<Integer> handedOver = new LinkedBlockingQueue<>();
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];
    private final Object[] monitors = new Object[LOCKS];
    private final long[] guarded = new long[LOCKS];
    private final AtomicIntegerArray inside = new AtomicIntegerArray(WORKERS);
    private final List<Thread> workers = new ArrayList<>();

    Requests(Ledger ledger, ThreadFactory factory) {
        this.ledger = ledger;
        this.factory = factory;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
            monitors[i] = new Object();
        }
        for (int i = 0; i < WORKERS; i++) {
            int me = i;
            workers.add(factory.newThread(() -> serve(me)));
        }
        workers.forEach(Thread::start);
    }

    /** Starts a request; it answers by itself. */
    void start(int number) {
        if (number % 3 == 0) {
            handedOver.add(number);
        } else {
            factory.newThread(() -> handle(number)).start();
        }
    }

    /** A thread that lives through all faults. */
    private void serve(int me) {
        try {
            for (int number = handedOver.take(); number != POISON; number = handedOver.take()) {
                if (inside.incrementAndGet(me) != 1) {
                    ledger.ranTwiceAtOnce();
                }
                handle(number);
                inside.decrementAndGet(me);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts workers", e);
        }
    }

    private void handle(int number) {
        ledger.begin(number);
        int slot = number % LOCKS;
        switch (number % 7) {
            case 0 -> compute(number);
            case 1 -> Thread.yield();
            case 2 -> LockSupport.parkNanos(100_000);
            case 3 -> underALock(slot);
            case 4 -> {
                synchronized (monitors[slot]) {
                    Thread.yield();
                    guarded[slot] += compute(number) & 1;
                }
            }
            case 5 -> talkToAChild(number);
            default -> {
                compute(number);
                Thread.yield();
                LockSupport.parkNanos(1_000_000);
            }
        }
        ledger.answer(number);
    }

    private void underALock(int slot) {
        locks[slot].lock();
        try {
            LockSupport.parkNanos(50_000);
        } finally {
            locks[slot].unlock();
        }
    }

    /** Two threads wait for each other. */
    private void talkToAChild(int number) {
        Exchanger<Integer> exchanger = new Exchanger<>();
        factory.newThread(() -> exchange(exchanger, number)).start();
        if (exchange(exchanger, -number) != number) {
            ledger.ranTwiceAtOnce();
        }
    }

    private static int exchange(Exchanger<Integer> exchanger, int mine) {
        try {
            return exchanger.exchange(mine);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts requests", e);
        }
    }

    private static int compute(int number) {
        int state = number;
        for (int i = 0; i < 2_000; i++) {
            state = state * 1_103_515_245 + 12_345;
        }
        return state;
    }

    /** Lets the workers end; false if one does not. */
    boolean finish() throws InterruptedException {
        boolean ended = true;
        for (int i = 0; i < WORKERS; i++) {
            handedOver.add(POISON);
        }
        for (Thread worker : workers) {
            ended &= worker.join(java.time.Duration.ofSeconds(30));
        }
        return ended;
    }
}
