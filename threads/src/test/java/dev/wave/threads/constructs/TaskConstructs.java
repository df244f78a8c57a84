package dev.wave.threads.constructs;

import static dev.wave.threads.constructs.Construct.check;
import static dev.wave.threads.constructs.Construct.same;

import dev.wave.threads.constructs.Construct.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Executors, futures, children and what belongs to a thread. StructuredTaskScope is missing: it is a preview API in JDK 25, and the tests are compiled
 * without previews.
 */
public final class TaskConstructs {
    private TaskConstructs() {}

    public static List<Construct> all() {
        return List.of(
                new Construct("CompletableFuture", TaskConstructs::completableFuture),
                new Construct("CompletableFuture timeouts", TaskConstructs::futureTimeouts),
                new Construct("ForkJoin join", TaskConstructs::forkJoin),
                new Construct("Thread.Builder children", TaskConstructs::builderChildren),
                new Construct("grandchildren", TaskConstructs::grandchildren),
                new Construct("ThreadLocal", TaskConstructs::threadLocal),
                new Construct("ScopedValue", TaskConstructs::scopedValue),
                new Construct("uncaught exceptions", TaskConstructs::uncaught),
                new Construct("invokeAll", TaskConstructs::invokeAll),
                new Construct("invokeAny", TaskConstructs::invokeAny),
                new Construct("shutdownNow", TaskConstructs::shutdownNow),
                new Construct("ScheduledExecutor", TaskConstructs::scheduled),
                new Construct("pool of enclave threads", TaskConstructs::fixedPool),
                new Construct("ExecutorCompletionService", TaskConstructs::completionService),
                new Construct("parallel stream", TaskConstructs::parallelStream));
    }

    private static void completableFuture(Place place) throws Exception {
        CompletableFuture<Integer> sum = CompletableFuture.completedFuture(0);
        for (int n = 1; n <= 100; n++) {
            int add = n;
            sum = sum.thenCombineAsync(
                    CompletableFuture.supplyAsync(() -> add, place.executor()), Integer::sum, place.executor());
        }
        same(5050, sum.get(), "sum");
        var failed = CompletableFuture.supplyAsync(() -> Integer.parseInt("x"), place.executor());
        try {
            failed.join();
            check(false, "it failed");
        } catch (CompletionException e) {
            check(e.getCause() instanceof NumberFormatException, "its own exception");
        }
    }

    private static void futureTimeouts(Place place) throws Exception {
        same(
                7,
                new CompletableFuture<Integer>()
                        .completeOnTimeout(7, 1, TimeUnit.MILLISECONDS)
                        .get(),
                "timed out");
        var late = CompletableFuture.supplyAsync(
                () -> 8, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, place.executor()));
        same(8, late.get(), "delayed");
    }

    private static final class Fibonacci extends RecursiveTask<Integer> {
        private final int n;

        Fibonacci(int n) {
            this.n = n;
        }

        @Override
        protected Integer compute() {
            if (n < 2) {
                return n;
            }
            Fibonacci left = new Fibonacci(n - 1);
            left.fork();
            return new Fibonacci(n - 2).compute() + left.join();
        }
    }

    private static void forkJoin(Place place) throws Exception {
        same(610, new Fibonacci(15).invoke(), "invoked here, forked to the common pool");
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            same(610, pool.submit(new Fibonacci(15)).get(), "in a pool of its own");
        }
    }

    private static void builderChildren(Place place) throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        Thread child = Thread.ofVirtual()
                .name("child")
                .start(() -> seen.set(Thread.currentThread().getName()));
        child.join();
        same("child", seen.get(), "name");
        try (ExecutorService own = Executors.newVirtualThreadPerTaskExecutor()) {
            same(5, own.submit(() -> 5).get(), "an ordinary executor opened in here");
        }
        AtomicInteger platform = new AtomicInteger();
        Thread other = Thread.ofPlatform().start(platform::incrementAndGet);
        other.join();
        same(1, platform.get(), "platform child");
        Thread.startVirtualThread(platform::incrementAndGet).join();
        same(2, platform.get(), "virtual child");
    }

    private static void grandchildren(Place place) throws Exception {
        AtomicInteger ended = new AtomicInteger();
        family(3, ended).join();
        same(1 + 3 + 9 + 27, ended.get(), "family members that ended");
    }

    private static Thread family(int generations, AtomicInteger ended) {
        return Thread.startVirtualThread(() -> {
            List<Thread> children = new ArrayList<>();
            for (int i = 0; i < 3 && generations > 0; i++) {
                children.add(family(generations - 1, ended));
            }
            for (Thread child : children) {
                try {
                    child.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            ended.incrementAndGet();
        });
    }

    private static void threadLocal(Place place) throws Exception {
        ThreadLocal<Integer> local = ThreadLocal.withInitial(() -> 0);
        InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
        inherited.set("from the parent");
        AtomicReference<String> seen = new AtomicReference<>();
        place.start(() -> seen.set(inherited.get())).join();
        same("from the parent", seen.get(), "inherited");
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < Crowd.THREADS; i++) {
            all.add(place.executor().submit(() -> {
                for (int n = 0; n < 50; n++) {
                    local.set(local.get() + 1);
                    Thread.yield();
                }
                return local.get();
            }));
        }
        for (Future<Integer> one : all) {
            same(50, one.get(), "a thread's own count");
        }
    }

    private static final ScopedValue<Integer> SCOPED = ScopedValue.newInstance();

    private static void scopedValue(Place place) throws Exception {
        Integer seen = ScopedValue.where(SCOPED, 1).call(() -> {
            Thread.yield();
            return ScopedValue.where(SCOPED, SCOPED.get() + 1).call(() -> {
                Thread.sleep(1);
                return SCOPED.get();
            });
        });
        same(2, seen, "inner binding");
        check(!SCOPED.isBound(), "the binding ended");
    }

    private static void uncaught(Place place) throws Exception {
        CountDownLatch handled = new CountDownLatch(2);
        for (RuntimeException thrown :
                List.of(new IllegalStateException("expected"), new ArithmeticException("expected"))) {
            Thread thread = place.factory().newThread(() -> {
                throw thrown;
            });
            thread.setUncaughtExceptionHandler((t, e) -> {
                if (e == thrown) {
                    handled.countDown();
                }
            });
            thread.start();
            thread.join();
        }
        handled.await();
        Future<?> overflow = place.executor().submit(() -> endless(0));
        try {
            overflow.get();
            check(false, "the stack has an end");
        } catch (ExecutionException e) {
            check(e.getCause() instanceof StackOverflowError, "overflow, not " + e.getCause());
        }
    }

    private static int endless(int depth) {
        return depth < 0 ? 0 : endless(depth + 1) + 1;
    }

    private static List<Callable<Integer>> numbers(int count) {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int value = i;
            tasks.add(() -> {
                Thread.yield();
                return value;
            });
        }
        return tasks;
    }

    private static void invokeAll(Place place) throws Exception {
        int sum = 0;
        for (Future<Integer> one : place.executor().invokeAll(numbers(50))) {
            sum += one.get();
        }
        same(1225, sum, "sum");
        Callable<Integer> slow = () -> {
            Thread.sleep(100_000);
            return 0;
        };
        check(
                place.executor()
                        .invokeAll(List.of(slow), 1, TimeUnit.MILLISECONDS)
                        .getFirst()
                        .isCancelled(),
                "cancelled");
    }

    private static void invokeAny(Place place) throws Exception {
        List<Callable<Integer>> tasks = numbers(5);
        tasks.addFirst(() -> {
            Thread.sleep(100_000);
            return 100;
        });
        check(place.executor().invokeAny(tasks) < 5, "the slow one does not win");
    }

    private static void shutdownNow(Place place) throws Exception {
        ExecutorService own = Executors.newThreadPerTaskExecutor(place.factory());
        CountDownLatch interrupted = new CountDownLatch(5);
        CountDownLatch started = new CountDownLatch(5);
        for (int i = 0; i < 5; i++) {
            own.execute(() -> {
                try {
                    started.countDown();
                    Thread.sleep(100_000);
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            });
        }
        started.await();
        own.shutdownNow();
        interrupted.await();
        check(own.awaitTermination(1, TimeUnit.MINUTES), "terminated");
    }

    private static void scheduled(Place place) throws Exception {
        try (var timer = Executors.newScheduledThreadPool(1, place.factory())) {
            CountDownLatch ticks = new CountDownLatch(5);
            var ticking = timer.scheduleAtFixedRate(ticks::countDown, 0, 500, TimeUnit.MICROSECONDS);
            Future<Integer> once = timer.schedule(() -> 3, 1, TimeUnit.MILLISECONDS);
            same(3, once.get(), "once");
            ticks.await();
            ticking.cancel(false);
        }
    }

    private static void fixedPool(Place place) throws Exception {
        ThreadFactory factory = place.factory();
        try (ExecutorService pool = Executors.newFixedThreadPool(3, factory)) {
            int sum = 0;
            for (Future<Integer> one : pool.invokeAll(numbers(60))) {
                sum += one.get();
            }
            same(1770, sum, "sum");
        }
    }

    private static void completionService(Place place) throws Exception {
        var service = new ExecutorCompletionService<Integer>(place.executor());
        numbers(20).forEach(service::submit);
        int sum = 0;
        for (int n = 0; n < 20; n++) {
            sum += service.take().get();
        }
        same(190, sum, "sum");
    }

    private static void parallelStream(Place place) {
        int sum = java.util.stream.IntStream.range(0, 10_000).parallel().sum();
        same(49_995_000, sum, "sum");
    }
}
