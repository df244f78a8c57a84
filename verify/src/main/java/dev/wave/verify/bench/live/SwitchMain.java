package dev.wave.verify.bench.live;

import dev.wave.core.IdleStrategy;
import dev.wave.core.host.Counters;
import dev.wave.threads.virtual.Cpus;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import dev.wave.verify.bench.harness.Pin;
import java.util.Arrays;
import java.util.concurrent.ThreadFactory;

/**
 * Two virtual threads on one core yield to each other.
 *
 * <p>Arguments: {@code jdk}, {@code local} or {@code remote}; name of the link; CPU of the core; CPU of the agent. Prints {@code at-once NANOS}, {@code
 * prestaged NANOS} and {@code switches N}. {@code at-once}: the threads do nothing else, so each switch waits for the agent's whole turn.
 * {@code prestaged}: they compute for some microseconds before each yield, so the decision is there; what the computing alone takes is taken off.
 */
public final class SwitchMain {
    private static final int ROUNDS = 7;
    private static final int WARM_YIELDS = 1_000_000;
    private static final int YIELDS = 60_000;
    private static final int WARM_WORKED_YIELDS = 150_000;
    private static final int WORKED_YIELDS = 20_000;
    private static final int WORK = 4_000;

    private final ThreadFactory factory;
    private final int cpu;
    /** What the second thread computes between two yields. */
    private volatile int work;

    private volatile boolean stopping;
    private volatile long sink;
    private final double[] atOnce = new double[ROUNDS];
    private final double[] prestaged = new double[ROUNDS];
    private long switches;

    private SwitchMain(ThreadFactory factory, int cpu) {
        this.factory = factory;
        this.cpu = cpu;
    }

    public static void main(String[] args) throws InterruptedException {
        int cpu = Integer.parseInt(args[2]);
        if (args[0].equals("jdk")) {
            new SwitchMain(Thread.ofVirtual().factory(), cpu).measureAndPrint();
            return;
        }
        try (ThreadEnclave enclave =
                ThreadEnclave.open(EnclaveOptions.named(args[1]).withCpus(cpu))) {
            if (args[0].equals("local")) {
                AgentMain.runner(AgentMain.open(args[1]), Integer.parseInt(args[3]), IdleStrategy.BUSY);
            }
            while (enclave.epoch() == 0) {
                Thread.sleep(1);
            }
            new SwitchMain(enclave.threadFactory(), cpu).measureAndPrint(enclave);
        }
    }

    private void measureAndPrint(ThreadEnclave enclave) throws InterruptedException {
        // Until the code is compiled an epoch may be lost; what is measured must be all the agent's work.
        go(WARM_YIELDS, WARM_WORKED_YIELDS);
        long byFallback = enclave.counters(0).get(Counters.FALLBACK_RUNS);
        go(YIELDS, WORKED_YIELDS);
        if (enclave.counters(0).get(Counters.FALLBACK_RUNS) != byFallback) {
            throw new IllegalStateException("the fallback ran threads while the agent was to be measured");
        }
        print();
    }

    private void measureAndPrint() throws InterruptedException {
        go(WARM_YIELDS, WARM_WORKED_YIELDS);
        go(YIELDS, WORKED_YIELDS);
        print();
    }

    private void print() {
        System.out.println("at-once " + middle(atOnce));
        System.out.println("prestaged " + middle(prestaged));
        System.out.println("switches " + switches);
    }

    private static double middle(double... rounds) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void go(int yields, int workedYields) throws InterruptedException {
        stopping = false;
        Thread first = factory.newThread(() -> play(yields, workedYields));
        Thread second = factory.newThread(this::follow);
        first.start();
        second.start();
        first.join();
        second.join();
    }

    private void play(int yields, int workedYields) {
        Cpus.pin(cpu);
        long before = Pin.switches();
        for (int round = 0; round < ROUNDS; round++) {
            work = 0;
            atOnce[round] = nanosPerSwitch(yields / ROUNDS, 0);
            double alone = workNanos(workedYields / ROUNDS);
            work = WORK;
            prestaged[round] = nanosPerSwitch(workedYields / ROUNDS, WORK) - alone;
        }
        switches += Pin.switches() - before;
        stopping = true;
    }

    /** Both threads yield in turns: a yield of this one is two switches. */
    private double nanosPerSwitch(int yields, int units) {
        long start = System.nanoTime();
        for (int i = 0; i < yields; i++) {
            compute(units);
            Thread.yield();
        }
        return (System.nanoTime() - start) / 2.0 / yields;
    }

    private double workNanos(int times) {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            compute(WORK);
        }
        return (System.nanoTime() - start) / (double) times;
    }

    private void follow() {
        while (!stopping) {
            compute(work);
            Thread.yield();
        }
    }

    private void compute(int units) {
        long sum = sink;
        for (int i = 0; i < units; i++) {
            sum = sum * 31 + i;
        }
        sink = sum;
    }
}
