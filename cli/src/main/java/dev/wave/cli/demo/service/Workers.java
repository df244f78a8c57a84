package dev.wave.cli.demo.service;

import dev.wave.cli.demo.linux.CallingThread;
import dev.wave.cli.demo.plan.Settings;
import dev.wave.cli.demo.plan.Variant;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** What carries requests out: the only thing in which the variants differ. */
interface Workers extends Executor, AutoCloseable {
    /** What there is to tell afterwards: counters by name. */
    default Map<String, Long> counters() {
        return Map.of();
    }

    @Override
    void close();

    /** The workers of a variant. */
    static Workers of(Variant variant, Settings settings) {
        return switch (variant) {
            case PLATFORM -> new Pool(Executors.newFixedThreadPool(64, daemons(0)));
            case JDK -> new Pool(Executors.newVirtualThreadPerTaskExecutor());
            case POOLS -> new Routed(settings.integer("cores"));
            case WAVE, WAVE_LOCAL -> new EnclaveWorkers(variant, settings);
        };
    }

    private static ThreadFactory daemons(int nice) {
        return task -> {
            Thread thread = new Thread(() -> {
                if (nice > 0) {
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
                    Executors.newFixedThreadPool(GET_THREADS_PER_CORE * cores, daemons(0)),
                    Executors.newFixedThreadPool(SCAN_THREADS_PER_CORE * cores, daemons(LOWEST_PRIORITY)));
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
