package dev.wave.threads.constructs;

import dev.wave.threads.constructs.Construct.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;

/** Several threads of an enclave that do the same thing at once. */
final class Crowd {
    static final int THREADS = 8;
    static final int ROUNDS = 200;

    private Crowd() {}

    static void all(Place place, Callable<Void> body) throws Exception {
        List<Future<Void>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            all.add(place.executor().submit(body));
        }
        for (Future<Void> one : all) {
            one.get();
        }
    }

    interface Section {
        void run(Runnable critical);
    }

    static Section locked(Lock lock) {
        return critical -> {
            lock.lock();
            try {
                critical.run();
            } finally {
                lock.unlock();
            }
        };
    }

    /** A counter that only the section protects, and a thread that yields inside it. */
    static void exclude(Place place, Section section) throws Exception {
        int[] count = new int[1];
        all(place, () -> {
            for (int n = 0; n < ROUNDS; n++) {
                int round = n;
                section.run(() -> {
                    int seen = count[0];
                    if (round % 20 == 0) {
                        Thread.yield();
                    }
                    count[0] = seen + 1;
                });
            }
            return null;
        });
        Construct.same(THREADS * ROUNDS, count[0], "entries");
    }
}
