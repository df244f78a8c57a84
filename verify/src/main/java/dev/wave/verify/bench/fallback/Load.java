package dev.wave.verify.bench.fallback;

import dev.wave.core.host.Counters;
import dev.wave.threads.virtual.ThreadEnclave;

/**
 * Threads of one core that compute a little and yield, for ever: some are always ready. They notice themselves how long they waited, and which of them was the
 * first that the fallback ran.
 */
final class Load {
    private static final int THREADS = 8;
    private static final int WORK = 15_000;

    private final ThreadEnclave enclave;
    private volatile boolean stopping;
    private volatile long sink;
    private volatile long longestNanos;
    private volatile long fallbackAtNanos;
    private volatile long switches;
    private long knownRuns;

    Load(ThreadEnclave enclave) {
        this.enclave = enclave;
    }

    void start() {
        for (int i = 0; i < THREADS; i++) {
            enclave.threadFactory().newThread(this::play).start();
        }
    }

    void stop() {
        stopping = true;
    }

    private void play() {
        while (!stopping) {
            compute();
            long ready = System.nanoTime();
            Thread.yield();
            ran(System.nanoTime() - ready);
        }
    }

    /** All threads share one core, so one at a time is here. */
    private void ran(long waitedNanos) {
        long count = switches + 1;
        switches = count;
        if (waitedNanos > longestNanos) {
            longestNanos = waitedNanos;
        }
        long runs = enclave.counters(0).get(Counters.FALLBACK_RUNS);
        if (runs != knownRuns) {
            knownRuns = runs;
            if (fallbackAtNanos == 0) {
                fallbackAtNanos = System.nanoTime();
            }
        }
    }

    private void compute() {
        long sum = sink;
        for (int i = 0; i < WORK; i++) {
            sum = sum * 31 + i;
        }
        sink = sum;
    }

    /** Forgets what was noticed so far. */
    void reset() {
        longestNanos = 0;
        fallbackAtNanos = 0;
    }

    /** The longest that a ready thread waited since the last {@link #reset}. */
    long longestNanos() {
        return longestNanos;
    }

    /** When the fallback first ran a thread since the last {@link #reset}; 0 if it did not. */
    long fallbackAtNanos() {
        return fallbackAtNanos;
    }

    long switches() {
        return switches;
    }
}
