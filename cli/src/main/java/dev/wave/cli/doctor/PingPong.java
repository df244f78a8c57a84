package dev.wave.cli.doctor;

import dev.wave.core.Clock;
import dev.wave.threads.virtual.Cpus;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long a cache line takes from one CPU to another and back: the floor under everything two CPUs say to each other. */
final class PingPong {
    private static final int ROUNDS = 40;
    private static final int TRIPS = 2_000;
    private static final long LONGEST_NANOS = 2_000_000_000L;

    /** Words that far apart are never on one line, nor on two that are fetched together. */
    private static final int APART = 32;

    private final AtomicLongArray words = new AtomicLongArray(3 * APART);
    private final Clock clock;
    private final long end;
    private volatile boolean alone;

    private PingPong(Clock clock) {
        this.clock = clock;
        this.end = clock.nanos() + LONGEST_NANOS;
    }

    /** The median round of the better half, in microseconds for there and back; empty if a CPU cannot be used or the time ran out. */
    static OptionalDouble micros(int first, int second, Clock clock) throws InterruptedException {
        PingPong table = new PingPong(clock);
        double[] rounds = new double[ROUNDS];
        boolean[] fine = {false, false};
        Thread echo = new Thread(() -> fine[0] = table.sit(second) && table.echo(), "wave-doctor-echo");
        Thread serve = new Thread(() -> fine[1] = table.sit(first) && table.serve(rounds), "wave-doctor-serve");
        echo.start();
        serve.start();
        serve.join();
        echo.join();
        Arrays.sort(rounds);
        return fine[0] && fine[1] ? OptionalDouble.of(rounds[ROUNDS / 4] / 1_000) : OptionalDouble.empty();
    }

    /** Takes a place at the table; if there is none, the other side need not wait. */
    private boolean sit(int cpu) {
        boolean sits = Cpus.pin(cpu);
        alone |= !sits;
        return sits;
    }

    private boolean serve(double[] rounds) {
        long ball = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = clock.nanos();
            for (int trip = 0; trip < TRIPS; trip++) {
                words.setRelease(0, ++ball);
                if (!await(APART, ball)) {
                    return false;
                }
            }
            rounds[round] = (clock.nanos() - start) / (double) TRIPS;
        }
        return true;
    }

    private boolean echo() {
        for (long ball = 1; ball <= (long) ROUNDS * TRIPS; ball++) {
            if (!await(0, ball)) {
                return false;
            }
            words.setRelease(APART, ball);
        }
        return true;
    }

    /** Spins; now and then it looks at the clock, because the other side may never come. */
    private boolean await(int word, long ball) {
        for (int spins = 1; words.getAcquire(word) != ball; spins++) {
            if ((spins & 0xffff) == 0 && (alone || clock.nanos() > end)) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }
}
