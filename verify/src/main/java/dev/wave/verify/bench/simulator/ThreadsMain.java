package dev.wave.verify.bench.simulator;

import dev.wave.verify.bench.harness.Pin;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * A process in which two threads on one CPU hand over to each other: what a simulator with a thread per actor is made of.
 *
 * <p>Arguments: CPU. Prints {@code each NANOS}, per hand-over, and {@code switches}.
 */
public final class ThreadsMain {
    private static final int ROUNDS = 15;
    private static final int WARM_HANDOVERS = 40_000;
    private static final int HANDOVERS = 4_000;

    private volatile Thread turn;

    private ThreadsMain() {}

    public static void main(String[] args) {
        int cpu = Integer.parseInt(args[0]);
        Pin.to(cpu);
        ThreadsMain pair = new ThreadsMain();
        Thread first = Thread.currentThread();
        Thread second = new Thread(() -> {
            Pin.to(cpu);
            while (true) {
                pair.awaitTurn();
                pair.handTo(first);
            }
        });
        second.setDaemon(true);
        second.start();
        pair.nanosEach(second, WARM_HANDOVERS);
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = pair.nanosEach(second, HANDOVERS);
        }
        Arrays.sort(rounds);
        System.out.println("each " + rounds[ROUNDS / 2]);
        System.out.println("switches " + Pin.switches());
    }

    private double nanosEach(Thread other, int handovers) {
        long from = System.nanoTime();
        for (int i = 0; i < handovers / 2; i++) {
            handTo(other);
            awaitTurn();
        }
        return (System.nanoTime() - from) / (double) handovers;
    }

    private void handTo(Thread thread) {
        turn = thread;
        LockSupport.unpark(thread);
    }

    private void awaitTurn() {
        while (turn != Thread.currentThread()) {
            LockSupport.park(this);
        }
    }
}
