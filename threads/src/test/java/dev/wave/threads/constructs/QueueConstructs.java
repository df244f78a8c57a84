package dev.wave.threads.constructs;

import static dev.wave.threads.constructs.Construct.check;
import static dev.wave.threads.constructs.Construct.same;

import dev.wave.threads.constructs.Construct.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Every BlockingQueue of the JDK. */
public final class QueueConstructs {
    private static final int ELEMENTS = 300;
    private static final int SIDES = 3;

    private QueueConstructs() {}

    public static List<Construct> all() {
        return List.of(
                through("ArrayBlockingQueue", () -> new ArrayBlockingQueue<>(2)),
                through("fair ArrayBlockingQueue", () -> new ArrayBlockingQueue<>(1, true)),
                through("LinkedBlockingQueue", () -> new LinkedBlockingQueue<>(2)),
                through("LinkedBlockingDeque", () -> new LinkedBlockingDeque<>(2)),
                through("PriorityBlockingQueue", PriorityBlockingQueue::new),
                through("SynchronousQueue", SynchronousQueue::new),
                through("fair SynchronousQueue", () -> new SynchronousQueue<>(true)),
                through("LinkedTransferQueue", LinkedTransferQueue::new),
                new Construct("LinkedTransferQueue.transfer", QueueConstructs::transfer),
                new Construct("DelayQueue", QueueConstructs::delays),
                new Construct("timed poll and offer", QueueConstructs::timed),
                new Construct("SubmissionPublisher", QueueConstructs::publisher));
    }

    private interface Maker {
        BlockingQueue<Integer> make();
    }

    /** Three producers and three consumers; every element arrives once. */
    private static Construct through(String name, Maker maker) {
        return new Construct(name, place -> {
            BlockingQueue<Integer> queue = maker.make();
            AtomicLong sum = new AtomicLong();
            List<Future<?>> all = new ArrayList<>();
            for (int side = 0; side < SIDES; side++) {
                int from = side * ELEMENTS;
                all.add(place.executor().submit(() -> {
                    for (int n = 0; n < ELEMENTS; n++) {
                        queue.put(from + n);
                    }
                    return null;
                }));
                all.add(place.executor().submit(() -> {
                    for (int n = 0; n < ELEMENTS; n++) {
                        sum.addAndGet(queue.take());
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            long last = (long) SIDES * ELEMENTS - 1;
            same(last * (last + 1) / 2, sum.get(), "sum of what arrived");
            check(queue.isEmpty(), "nothing is left over");
        });
    }

    private static void transfer(Place place) throws Exception {
        TransferQueue<Integer> queue = new LinkedTransferQueue<>();
        Future<Integer> taker = place.executor().submit(() -> {
            int sum = 0;
            for (int n = 0; n < 100; n++) {
                sum += queue.take();
            }
            return sum;
        });
        for (int n = 0; n < 100; n++) {
            queue.transfer(1);
        }
        same(100, taker.get(), "transferred");
    }

    private record Late(long dueNanos, int value) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - dev.wave.core.Clock.system().nanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(dueNanos, ((Late) other).dueNanos());
        }
    }

    private static void delays(Place place) throws Exception {
        DelayQueue<Late> queue = new DelayQueue<>();
        long now = dev.wave.core.Clock.system().nanos();
        for (int n = 9; n >= 0; n--) {
            queue.put(new Late(now + n * 300_000L, n));
        }
        for (int n = 0; n < 10; n++) {
            same(n, queue.take().value(), "in the order they fall due");
        }
    }

    private static void timed(Place place) throws Exception {
        BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
        check(queue.poll(1, TimeUnit.MILLISECONDS) == null, "nothing came");
        queue.put(1);
        check(!queue.offer(2, 1, TimeUnit.MILLISECONDS), "there is no room");
        Future<Boolean> offered = place.executor().submit(() -> queue.offer(3, 1, TimeUnit.MINUTES));
        Thread.yield();
        same(1, queue.take(), "first");
        check(offered.get(), "there was room");
        same(3, queue.poll(1, TimeUnit.MINUTES), "second");
    }

    private static void publisher(Place place) throws Exception {
        AtomicLong sum = new AtomicLong();
        Future<Void> consumed;
        try (var publisher = new SubmissionPublisher<Integer>(place.executor(), 4)) {
            consumed = publisher.consume(sum::addAndGet);
            for (int n = 0; n < 100; n++) {
                publisher.submit(n);
            }
        }
        consumed.get();
        same(4950L, sum.get(), "sum of what was published");
    }
}
