package dev.wave.lab.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs on a fixed number of threads.
 *
 * <p>Tasks are begun in their order and know nothing of each other. So results are the same for any number of workers, and so is the failure that is reported: no later
 * task is begun once one has failed, hence the first of those that fail has always been begun.
 */
public final class WorkerPool implements Runs, AutoCloseable {
    private final Settings settings;
    private final Progress progress;
    private final ExecutorService workers;
    private volatile List<? extends Future<?>> underWay = List.of();
    private volatile boolean stopped;

    public WorkerPool(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
        this.workers = Executors.newFixedThreadPool(settings.workers(), Worker::new);
    }

    /**
     * What all runs share.
     *
     * @param seed of everything that is drawn
     * @param repetitions of each point, at least one
     * @param length how exact it is to be
     * @param workers how many run at the same time, at least one
     */
    public record Settings(long seed, int repetitions, Length length, int workers) {
        public Settings {
            if (repetitions < 1 || workers < 1) {
                throw new IllegalArgumentException(repetitions + " repetitions on " + workers + " workers");
            }
        }
    }

    /** How long runs are. */
    public enum Length {
        FULL,
        /** A first look. */
        QUICK
    }

    /** Hears of runs as they end, from several threads, but from one at a time. */
    public interface Progress {
        /** Tells nobody. */
        Progress SILENT = (what, ended, all) -> {};

        /** @param ended how many of them have ended; 0 when they are asked for */
        void ended(String what, int ended, int all);
    }

    /** A run failed by a fault of its own; the message says which one. */
    public static final class RunFailed extends RuntimeException {
        private static final long serialVersionUID = 1;

        RunFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The user has had enough: what has not ended is given up. */
    public static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped(Throwable cause) {
            super("stopped before all runs had ended", cause);
        }
    }

    /** What is under way when the user has had enough must not keep the JVM: a daemon. */
    private static final class Worker extends Thread {
        Worker(Runnable body) {
            super(body, "run");
            setDaemon(true);
        }
    }

    @Override
    public long seed() {
        return settings.seed();
    }

    @Override
    public int repetitions() {
        return settings.repetitions();
    }

    @Override
    public boolean quick() {
        return settings.length() == Length.QUICK;
    }

    /**
     * {@inheritDoc}
     *
     * @throws RunFailed if one of them throws: the first of those that do
     * @throws Stopped after {@link #stop}
     */
    @Override
    public <T> List<T> all(String what, List<? extends Callable<T>> tasks) {
        if (Thread.currentThread() instanceof Worker) {
            throw new IllegalStateException("a run asked for " + what + ": it would wait for workers that wait for it");
        }
        if (stopped) {
            throw new Stopped(null);
        }
        progress.ended(what, 0, tasks.size());
        Batch<T> batch = new Batch<>(what, tasks.size());
        List<Future<T>> futures =
                tasks.stream().map(task -> workers.submit(batch.watched(task))).toList();
        underWay = futures;
        if (stopped) {
            // Meanwhile: whoever stopped did not know of these.
            stop();
        }
        return batch.results(futures);
    }

    /** From another thread: whoever waits for runs is told at once. */
    public void stop() {
        stopped = true;
        underWay.forEach(future -> future.cancel(true));
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }

    /** Tasks that were asked for together. */
    private final class Batch<T> {
        private final String what;
        private final int all;
        private final AtomicBoolean failed = new AtomicBoolean();
        private final AtomicInteger ended = new AtomicInteger();

        Batch(String what, int all) {
            this.what = what;
            this.all = all;
        }

        Callable<T> watched(Callable<T> task) {
            return () -> {
                if (failed.get()) {
                    return null;
                }
                try {
                    T result = task.call();
                    tell();
                    return result;
                } catch (Throwable failure) {
                    failed.set(true);
                    throw failure;
                }
            };
        }

        private synchronized void tell() {
            progress.ended(what, ended.incrementAndGet(), all);
        }

        List<T> results(List<Future<T>> futures) {
            List<T> results = new ArrayList<>();
            try {
                for (Future<T> future : futures) {
                    results.add(future.get());
                }
                return results;
            } catch (ExecutionException e) {
                String run = what + ": run " + (results.size() + 1) + " of " + all;
                throw new RunFailed(run + " failed: " + e.getCause(), e.getCause());
            } catch (CancellationException e) {
                throw new Stopped(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Stopped(e);
            }
        }
    }
}
