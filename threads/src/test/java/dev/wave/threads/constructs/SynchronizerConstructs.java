package dev.wave.threads.constructs;

import static dev.wave.threads.constructs.Construct.check;
import static dev.wave.threads.constructs.Construct.same;

import dev.wave.threads.constructs.Construct.Place;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Locks and synchronizers of java.util.concurrent. */
public final class SynchronizerConstructs {
    private SynchronizerConstructs() {}

    public static List<Construct> all() {
        return List.of(
                new Construct("ReentrantLock", place -> Crowd.exclude(place, Crowd.locked(new ReentrantLock()))),
                new Construct(
                        "fair ReentrantLock", place -> Crowd.exclude(place, Crowd.locked(new ReentrantLock(true)))),
                new Construct("timed tryLock", SynchronizerConstructs::timedTryLock),
                new Construct("Condition", SynchronizerConstructs::condition),
                new Construct("ReadWriteLock", SynchronizerConstructs::readWriteLock),
                new Construct("StampedLock", SynchronizerConstructs::stampedLock),
                new Construct("Semaphore", SynchronizerConstructs::semaphore),
                new Construct("CountDownLatch", SynchronizerConstructs::latch),
                new Construct("CyclicBarrier", SynchronizerConstructs::barrier),
                new Construct("Phaser", SynchronizerConstructs::phaser),
                new Construct("Exchanger", SynchronizerConstructs::exchanger));
    }

    private static void timedTryLock(Place place) throws Exception {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        Future<Boolean> loser = place.executor().submit(() -> lock.tryLock(1, TimeUnit.MILLISECONDS));
        check(!loser.get(), "the lock was held");
        Future<Boolean> winner = place.executor().submit(() -> lock.tryLock(1, TimeUnit.MINUTES));
        Thread.yield();
        lock.unlock();
        check(winner.get(), "the lock was given up");
    }

    private static void condition(Place place) throws Exception {
        ReentrantLock lock = new ReentrantLock();
        Condition changed = lock.newCondition();
        int[] level = new int[1];
        Future<?> consumer = place.executor().submit(() -> {
            lock.lock();
            try {
                for (int n = 0; n < Crowd.ROUNDS; n++) {
                    while (level[0] == 0) {
                        changed.awaitUninterruptibly();
                    }
                    level[0]--;
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        });
        lock.lock();
        try {
            for (int n = 0; n < Crowd.ROUNDS; n++) {
                while (level[0] == 2) {
                    changed.await();
                }
                level[0]++;
                changed.signalAll();
            }
            for (long left = 1_000_000; left > 0; ) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        consumer.get();
        same(0, level[0], "level");
    }

    private static void readWriteLock(Place place) throws Exception {
        ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        Crowd.exclude(place, Crowd.locked(lock.writeLock()));
        Crowd.all(place, () -> {
            Crowd.locked(lock.readLock()).run(Thread::yield);
            return null;
        });
    }

    private static void stampedLock(Place place) throws Exception {
        StampedLock lock = new StampedLock();
        Crowd.exclude(place, critical -> {
            long stamp = lock.writeLock();
            try {
                critical.run();
            } finally {
                lock.unlockWrite(stamp);
            }
        });
        Crowd.exclude(place, Crowd.locked(lock.asWriteLock()));
    }

    private static void semaphore(Place place) throws Exception {
        Semaphore two = new Semaphore(2);
        AtomicInteger inside = new AtomicInteger();
        Crowd.all(place, () -> {
            for (int n = 0; n < 50; n++) {
                two.acquire();
                check(inside.incrementAndGet() <= 2, "more inside than permits");
                Thread.yield();
                inside.decrementAndGet();
                two.release();
            }
            return null;
        });
        same(2, two.availablePermits(), "permits");
    }

    private static void latch(Place place) throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(Crowd.THREADS);
        for (int i = 0; i < Crowd.THREADS; i++) {
            place.executor().execute(() -> {
                try {
                    open.await();
                    done.countDown();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        open.countDown();
        done.await();
    }

    private static void barrier(Place place) throws Exception {
        AtomicInteger laps = new AtomicInteger();
        CyclicBarrier barrier = new CyclicBarrier(Crowd.THREADS, laps::incrementAndGet);
        Crowd.all(place, () -> {
            for (int n = 0; n < 20; n++) {
                barrier.await();
            }
            return null;
        });
        same(20, laps.get(), "laps");
    }

    private static void phaser(Place place) throws Exception {
        Phaser phaser = new Phaser(Crowd.THREADS);
        Crowd.all(place, () -> {
            for (int n = 0; n < 20; n++) {
                phaser.arriveAndAwaitAdvance();
            }
            return null;
        });
        same(20, phaser.getPhase(), "phase");
    }

    private static void exchanger(Place place) throws Exception {
        Exchanger<Integer> exchanger = new Exchanger<>();
        Future<Integer> other = place.executor().submit(() -> {
            int sum = 0;
            for (int n = 0; n < 50; n++) {
                sum += exchanger.exchange(n);
            }
            return sum;
        });
        int sum = 0;
        for (int n = 0; n < 50; n++) {
            sum += exchanger.exchange(2 * n);
        }
        same(1225, sum, "received here");
        same(2450, other.get(), "received there");
    }
}
