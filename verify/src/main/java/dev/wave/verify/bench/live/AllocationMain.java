package dev.wave.verify.bench.live;

import com.sun.management.ThreadMXBean;
import dev.wave.core.IdleStrategy;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * What a core and its agent allocate while two virtual threads yield to each other, and what the JDK allocates for that under a scheduler of a few lines.
 *
 * <p>Argument: name of the link. Prints {@code carrier BYTES}, {@code agent BYTES} and {@code jdk BYTES}, each per switch. The same is done for few switches
 * and for many, and the difference taken: what starting, ending and measuring cost is in both.
 */
public final class AllocationMain {
    private static final int WARM = 400_000;
    private static final int FEW = 100_000;
    private static final int MANY = 500_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocationMain() {}

    public static void main(String[] args) throws Exception {
        System.out.println("jdk " + plainScheduler());
        try (ThreadEnclave enclave = ThreadEnclave.open(EnclaveOptions.named(args[0]))) {
            Thread agent = AgentMain.runner(AgentMain.open(args[0]), -1, IdleStrategy.SPIN_THEN_SLEEP);
            while (enclave.epoch() == 0) {
                Thread.sleep(1);
            }
            double[] bytes = perSwitch(enclave.threadFactory(), named("wave-" + args[0] + "-core-0"), agent);
            System.out.println("carrier " + bytes[0]);
            System.out.println("agent " + bytes[1]);
        }
    }

    private static Thread named(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no thread " + name));
    }

    private static double[] perSwitch(ThreadFactory factory, Thread... measured) throws InterruptedException {
        bytes(factory, WARM, measured);
        long[] few = bytes(factory, FEW, measured);
        long[] many = bytes(factory, MANY, measured);
        double[] each = new double[measured.length];
        for (int i = 0; i < each.length; i++) {
            // Both threads switch: two switches for each yield of the first.
            each[i] = (many[i] - few[i]) / (2.0 * (MANY - FEW));
        }
        return each;
    }

    private static long[] bytes(ThreadFactory factory, int yields, Thread... measured) throws InterruptedException {
        long[] bytes = new long[measured.length];
        boolean[] done = new boolean[1];
        Thread first = factory.newThread(() -> {
            add(bytes, -1, measured);
            for (int i = 0; i < yields; i++) {
                Thread.yield();
            }
            add(bytes, 1, measured);
            done[0] = true;
        });
        // Both are carried by one platform thread, in turns: nothing needs to be volatile.
        Thread second = factory.newThread(() -> {
            while (!done[0]) {
                Thread.yield();
            }
        });
        first.start();
        second.start();
        first.join();
        second.join();
        return bytes;
    }

    private static void add(long[] bytes, int sign, Thread... measured) {
        for (int i = 0; i < measured.length; i++) {
            bytes[i] += sign * THREADS.getThreadAllocatedBytes(measured[i].threadId());
        }
    }

    /** A ring of tasks and a loop: whatever is allocated there is the JDK's own (stack chunks of continuations). */
    private static double plainScheduler() throws ReflectiveOperationException, InterruptedException {
        ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        Executor scheduler = task -> {
            synchronized (tasks) {
                tasks.add(task);
            }
        };
        Thread carrier = Thread.ofPlatform().daemon().name("plain-carrier").start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                Runnable next;
                synchronized (tasks) {
                    next = tasks.poll();
                }
                if (next == null) {
                    Thread.onSpinWait();
                } else {
                    next.run();
                }
            }
        });
        Constructor<?> builder =
                Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder").getDeclaredConstructor(Executor.class);
        builder.setAccessible(true);
        ThreadFactory factory = ((Thread.Builder.OfVirtual) builder.newInstance(scheduler)).factory();
        try {
            return perSwitch(factory, carrier)[0];
        } finally {
            carrier.interrupt();
        }
    }
}
