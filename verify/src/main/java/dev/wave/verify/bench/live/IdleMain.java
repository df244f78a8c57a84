package dev.wave.verify.bench.live;

import dev.wave.core.IdleStrategy;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * A service whose threads all wait, its agent, or a JVM without either whose threads all wait; each reads what it costs itself while nothing happens.
 *
 * <p>Arguments: {@code service}, {@code agent} or {@code alone}, name of the link, seconds. Prints {@code service PERCENT} (also alone) or {@code agent PERCENT}, of one core.
 */
public final class IdleMain {
    private static final int THREADS = 100;

    /** The JIT compilers go on for a while with what the start made hot. */
    private static final long SETTLE_MILLIS = 8_000;

    private IdleMain() {}

    public static void main(String[] args) throws InterruptedException, IOException {
        int seconds = Integer.parseInt(args[2]);
        if (args[0].equals("agent")) {
            Thread agent = AgentMain.runner(AgentMain.open(args[1]), -1, IdleStrategy.SPIN_THEN_SLEEP);
            measure("agent", seconds);
            agent.join();
            return;
        }
        if (args[0].equals("alone")) {
            park(Thread.ofVirtual().factory());
            measure("service", seconds);
            return;
        }
        try (ThreadEnclave enclave =
                ThreadEnclave.open(EnclaveOptions.named(args[1]).withCores(2))) {
            while (enclave.epoch() == 0) {
                Thread.sleep(1);
            }
            park(enclave.threadFactory());
            measure("service", seconds);
            if (enclave.epoch() == 0) {
                throw new IllegalStateException("an idle agent lost its epoch");
            }
            // The agent began a moment later, and measures as long.
            Thread.sleep(SETTLE_MILLIS / 8);
        }
    }

    private static void park(ThreadFactory threads) {
        for (int i = 0; i < THREADS; i++) {
            threads.newThread(LockSupport::park).start();
        }
    }

    private static void measure(String what, int seconds) throws InterruptedException, IOException {
        Thread.sleep(SETTLE_MILLIS);
        long start = System.nanoTime();
        long before = cpuNanos();
        Thread.sleep(seconds * 1_000L);
        double used = cpuNanos() - before;
        System.out.println(what + " " + 100 * used / (System.nanoTime() - start));
    }

    /** CPU time of all threads of this process that live now; proc(5), schedstat counts nanoseconds. */
    private static long cpuNanos() throws IOException {
        long sum = 0;
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                sum += Long.parseLong(
                        Files.readString(task.resolve("schedstat")).split(" ")[0]);
            }
        }
        return sum;
    }
}
