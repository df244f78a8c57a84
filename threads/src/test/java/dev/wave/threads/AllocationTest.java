package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.wave.threads.policy.Shinjuku;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

/** The steady state allocates nothing of ours, neither on the carrier nor on the agent's thread: two threads yield to each other. */
class AllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int SWITCHES = 40_000;

    /** What start, end and measurement themselves may cost, for all switches together. */
    private static final long SLACK_BYTES = 100_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Thread named(String part) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(part))
                .findFirst()
                .orElseThrow();
    }

    /** Bytes each of the threads allocated while two virtual threads yielded to each other {@link #SWITCHES} times. */
    private static long[] pingPong(ThreadFactory factory, Thread... measured) {
        CountDownLatch done = new CountDownLatch(2);
        long[] bytes = new long[measured.length];
        Thread first = factory.newThread(() -> {
            yieldOften(WARM_UP);
            read(bytes, measured, -1);
            yieldOften(SWITCHES);
            read(bytes, measured, 1);
            done.countDown();
        });
        Thread second = factory.newThread(() -> {
            while (done.getCount() == 2) {
                Thread.yield();
            }
            done.countDown();
        });
        first.start();
        second.start();
        Bounded.join("the first player", first);
        Bounded.join("the second player", second);
        return bytes;
    }

    private static void yieldOften(int times) {
        for (int i = 0; i < times; i++) {
            Thread.yield();
        }
    }

    private static void read(long[] bytes, Thread[] measured, int sign) {
        for (int i = 0; i < measured.length; i++) {
            bytes[i] += sign * THREADS.getThreadAllocatedBytes(measured[i].threadId());
        }
    }

    /** A virtual thread's scheduler of a few lines: what the JDK itself allocates on a carrier. */
    private static long plainSchedulerBytes() throws ReflectiveOperationException {
        LinkedTransferQueue<Runnable> tasks = new LinkedTransferQueue<>();
        Runnable[] ring = new Runnable[16];
        long[] ends = new long[2];
        Object lock = new Object();
        Executor scheduler = task -> {
            synchronized (lock) {
                ring[(int) (ends[1]++ & 15)] = task;
            }
        };
        Thread carrier = Thread.ofPlatform().daemon().name("plain-carrier").start(() -> {
            while (tasks.isEmpty()) {
                Runnable next = null;
                synchronized (lock) {
                    if (ends[0] < ends[1]) {
                        next = ring[(int) (ends[0]++ & 15)];
                    }
                }
                if (next != null) {
                    next.run();
                }
            }
        });
        Constructor<?> builder =
                Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder").getDeclaredConstructor(Executor.class);
        builder.setAccessible(true);
        ThreadFactory factory = ((Thread.Builder.OfVirtual) builder.newInstance(scheduler)).factory();
        try {
            return pingPong(factory, carrier)[0];
        } finally {
            tasks.add(() -> {});
        }
    }

    @Test
    void switchesAllocateNothingOfOurs() throws ReflectiveOperationException {
        long jdk = plainSchedulerBytes();
        try (Rig rig = new Rig(1, 1_500)) {
            rig.agent(() -> new Shinjuku(50_000));
            String name = rig.enclave.uri().substring("shm:".length());
            Thread carrier = named("wave-" + name + "-core-0");
            Thread agent = named("wave-agent-");
            long[] bytes = pingPong(rig.enclave.threadFactory(), carrier, agent);
            String what = "carrier " + bytes[0] + ", agent " + bytes[1] + ", the JDK alone " + jdk + " bytes for "
                    + SWITCHES + " switches of each";
            System.out.println(what);
            assertTrue(bytes[0] <= jdk + jdk / 4 + SLACK_BYTES, "on the carrier: " + what);
            assertTrue(bytes[1] <= SLACK_BYTES, "on the agent's thread: " + what);
        }
    }
}
