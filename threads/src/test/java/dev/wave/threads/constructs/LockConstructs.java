package dev.wave.threads.constructs;

import static dev.wave.threads.constructs.Construct.check;
import static dev.wave.threads.constructs.Construct.same;

import dev.wave.threads.constructs.Construct.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Parking, sleeping, joining, interrupting, and monitors. */
public final class LockConstructs {
    private LockConstructs() {}

    public static List<Construct> all() {
        return List.of(
                new Construct("park and unpark storm", LockConstructs::parkStorm),
                new Construct("parkNanos times out", LockConstructs::parkNanos),
                new Construct("unpark before park", LockConstructs::unparkFirst),
                new Construct("Thread.sleep", LockConstructs::sleep),
                new Construct("Thread.yield", LockConstructs::yields),
                new Construct("Thread.join", LockConstructs::join),
                new Construct("interrupt of sleep, park and join", LockConstructs::interrupts),
                new Construct("synchronized contention", place -> Crowd.exclude(place, LockConstructs::inMonitor)),
                new Construct("Object.wait and notify", LockConstructs::waitNotify),
                new Construct("timed Object.wait", LockConstructs::timedWait));
    }

    /** Two threads hand a turn to each other, while a third wakes both whenever it pleases. */
    private static void parkStorm(Place place) throws Exception {
        AtomicInteger turn = new AtomicInteger();
        Thread[] players = new Thread[2];
        for (int i = 0; i < 2; i++) {
            int me = i;
            players[i] = place.factory().newThread(() -> {
                for (int n = 0; n < Crowd.ROUNDS; n++) {
                    while ((turn.get() & 1) != me) {
                        LockSupport.park(turn);
                    }
                    turn.incrementAndGet();
                    LockSupport.unpark(players[1 - me]);
                }
            });
        }
        Thread disturber = place.factory().newThread(() -> {
            while (players[0].isAlive() || players[1].isAlive()) {
                LockSupport.unpark(players[0]);
                LockSupport.unpark(players[1]);
                Thread.yield();
            }
        });
        players[0].start();
        players[1].start();
        disturber.start();
        players[0].join();
        players[1].join();
        disturber.join();
        same(2 * Crowd.ROUNDS, turn.get(), "turns");
    }

    private static void parkNanos(Place place) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Crowd.THREADS; i++) {
            int micros = 10 << i;
            threads.add(place.start(() -> {
                for (int n = 0; n < 5; n++) {
                    LockSupport.parkNanos(micros * 1000L);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void unparkFirst(Place place) {
        for (int i = 0; i < Crowd.ROUNDS; i++) {
            LockSupport.unpark(Thread.currentThread());
            LockSupport.park();
        }
    }

    private static void sleep(Place place) throws Exception {
        List<Future<Integer>> sleepers = new ArrayList<>();
        for (int i = 0; i < Crowd.THREADS; i++) {
            int millis = i % 3;
            sleepers.add(place.executor().submit(() -> {
                Thread.sleep(millis);
                Thread.sleep(0, 50_000);
                return millis;
            }));
        }
        for (int i = 0; i < Crowd.THREADS; i++) {
            same(i % 3, sleepers.get(i).get(), "sleeper");
        }
    }

    private static void yields(Place place) throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Crowd.all(place, () -> {
            for (int n = 0; n < Crowd.ROUNDS; n++) {
                runs.incrementAndGet();
                Thread.yield();
            }
            return null;
        });
        same(Crowd.THREADS * Crowd.ROUNDS, runs.get(), "yields");
    }

    private static void join(Place place) throws Exception {
        Thread last = Thread.currentThread();
        for (int i = 0; i < 20; i++) {
            Thread before = i == 0 ? null : last;
            last = place.start(() -> {
                try {
                    if (before != null) {
                        before.join();
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        last.join();
        Thread slow = place.start(() -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(20)));
        check(!slow.join(java.time.Duration.ofMillis(1)), "a timed join gives up");
        LockSupport.unpark(slow);
        slow.join();
    }

    private static void interrupts(Place place) throws Exception {
        CountDownLatch caught = new CountDownLatch(3);
        Thread self = Thread.currentThread();
        Thread sleeper = place.start(() -> expectInterrupt(caught, () -> Thread.sleep(100_000)));
        Thread joiner = place.start(() -> expectInterrupt(caught, self::join));
        Thread parker = place.start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
            }
            caught.countDown();
        });
        Thread.sleep(1);
        for (Thread thread : List.of(sleeper, joiner, parker)) {
            thread.interrupt();
        }
        caught.await();
    }

    private interface Blocking {
        void run() throws InterruptedException;
    }

    private static void expectInterrupt(CountDownLatch caught, Blocking blocking) {
        try {
            blocking.run();
        } catch (InterruptedException e) {
            caught.countDown();
        }
    }

    private static synchronized void inMonitor(Runnable critical) {
        critical.run();
    }

    private static void waitNotify(Place place) throws Exception {
        Object monitor = new Object();
        int[] turn = new int[1];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int me = i;
            threads.add(place.start(() -> {
                synchronized (monitor) {
                    for (int n = 0; n < Crowd.ROUNDS / 4; n++) {
                        while (turn[0] % 3 != me) {
                            waitOn(monitor, 0);
                        }
                        turn[0]++;
                        monitor.notifyAll();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        same(3 * (Crowd.ROUNDS / 4), turn[0], "turns");
    }

    @SuppressWarnings("WaitNotInLoop") // the callers loop
    private static void waitOn(Object monitor, long millis) {
        try {
            monitor.wait(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void timedWait(Place place) throws Exception {
        Crowd.all(place, () -> {
            Object monitor = new Object();
            synchronized (monitor) {
                for (int n = 0; n < 5; n++) {
                    waitOn(monitor, 1);
                }
            }
            return null;
        });
    }
}
