package dev.wave.verify.bench.harness;

import dev.wave.threads.virtual.Cpus;
import dev.wave.verify.bench.result.Statistics;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The yardstick: two threads, each on a CPU of its own, throw one cache line to and fro. It is as bare as it can be, so what it
 * takes is the distance of the two CPUs and nothing else.
 */
final class CachePing {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    /** Two words far enough apart, and from the array's ends, to be alone on their lines and on the lines fetched along. */
    private static final int PING = 32;

    private static final int PONG = 64;
    private static final int WORDS = 96;
    private static final int BATCHES = 40;
    private static final int TRIPS = 250;
    /** A batch in which another process took one of the CPUs is long; the lower quarter is not disturbed. */
    private static final double QUIET = 0.25;

    private final int here;
    private final int there;
    private long turn;

    CachePing(int here, int there) {
        this.here = here;
        this.there = there;
        // Compiles the loops; what is measured here is thrown away.
        for (int i = 0; i < 3; i++) {
            roundTripNanos();
        }
    }

    /** The round trip now, in nanoseconds. Takes a few milliseconds. */
    double roundTripNanos() {
        long[] lines = new long[WORDS];
        double[] batches = new double[BATCHES];
        long first = turn + 1;
        long last = turn + (long) BATCHES * TRIPS;
        turn = last;
        Thread other = new Thread(() -> pinned(there, () -> answer(lines, first, last)), "ping-answer");
        Thread self = new Thread(() -> pinned(here, () -> ask(lines, first, batches)), "ping-ask");
        other.start();
        self.start();
        join(self);
        join(other);
        return Statistics.quantile(QUIET, batches);
    }

    private static void ask(long[] lines, long first, double[] batches) {
        long next = first;
        for (int batch = 0; batch < BATCHES; batch++) {
            long start = System.nanoTime();
            trips(lines, next);
            batches[batch] = (System.nanoTime() - start) / (double) TRIPS;
            next += TRIPS;
        }
    }

    private static void trips(long[] lines, long first) {
        for (long turn = first; turn < first + TRIPS; turn++) {
            LONGS.setRelease(lines, PING, turn);
            while ((long) LONGS.getAcquire(lines, PONG) != turn) {
                Thread.onSpinWait();
            }
        }
    }

    private static void answer(long[] lines, long first, long last) {
        for (long turn = first; turn <= last; turn++) {
            while ((long) LONGS.getAcquire(lines, PING) != turn) {
                Thread.onSpinWait();
            }
            LONGS.setRelease(lines, PONG, turn);
        }
    }

    private static void pinned(int cpu, Runnable what) {
        Cpus.pin(cpu);
        what.run();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while the CPUs' distance was measured", e);
        }
    }
}
