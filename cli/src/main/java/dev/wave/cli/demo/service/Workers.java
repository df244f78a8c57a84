package dev.wave.cli.demo.service;

import dev.wave.cli.demo.linux.CallingThread;
import dev.wave.cli.demo.plan.Settings;
import dev.wave.cli.demo.plan.Variant;
import dev.wave.core.Clock;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What carries requests out: the only thing in which the variants differ. */
interface Workers extends Executor, AutoCloseable {
    /** As many as the published experiments give a few cores. */
    int PLATFORM_THREADS = 64;

    int INHERITED = 0;

    /** What there is to tell afterwards: counters by name. */
    default Map<String, Long> counters() {
        return Map.of();
    }

    @Override
    void close();

    /** The workers of a variant. */
    static Workers of(Variant variant, Settings settings) {
        return switch (variant) {
            case PLATFORM -> new Pool(started(PLATFORM_THREADS, INHERITED));
            case JDK -> new Pool(jdk());
            case POOLS -> new Routed(settings.integer("cores"));
            case WAVE, WAVE_LOCAL, DELAYED -> new EnclaveWorkers(settings, Clock.system());
        };
    }

    private static ExecutorService jdk() {
        // The first virtual threads make their carriers, which inherit the priority of whoever starts them: this
        // thread.
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        executor.execute(() -> {});
        return executor;
    }

    /** A pool whose threads run already, so that they inherit from this thread and none is made under load. */
    private static ExecutorService started(int threads, int nice) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(nice));
        pool.prestartAllCoreThreads();
        return pool;
    }

    private static ThreadFactory daemons(int nice) {
        return task -> {
            Thread thread = new Thread(() -> {
                if (nice != INHERITED) {
                    CallingThread.nice(nice);
                }
                task.run();
            });
            thread.setDaemon(true);
            return thread;
        };
    }

    /** One executor for everything. */
    record Pool(ExecutorService executor) implements Workers {
        @Override
        public void execute(Runnable task) {
            executor.execute(task);
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }

    /** What an expert does by hand who knows which requests are long: they get threads of their own, which the kernel favours less. */
    record Routed(ExecutorService gets, ExecutorService scans) implements Workers {
        private static final int GET_THREADS_PER_CORE = 8;
        private static final int SCAN_THREADS_PER_CORE = 4;
        private static final int LOWEST_PRIORITY = 19;

        Routed(int cores) {
            this(
                    started(GET_THREADS_PER_CORE * cores, INHERITED),
                    started(SCAN_THREADS_PER_CORE * cores, LOWEST_PRIORITY));
        }

        @Override
        public void execute(Runnable task) {
            boolean scan = task instanceof ServiceTask request && request.scan();
            (scan ? scans : gets).execute(task);
        }

        @Override
        public void close() {
            gets.shutdownNow();
            scans.shutdownNow();
        }
    }
}
