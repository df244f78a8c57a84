package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.wave.threads.policy.Shinjuku;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wake-ups come from anywhere, in any order, any number of times; every one leads to a run, and none to two at once. */
class WakeUpsTest {
    private static final int ROUNDS = 200;

    @TempDir
    private Path folder;

    /** Parks until it was given all its tokens. */
    private static final class Receiver implements Runnable {
        final AtomicInteger tokens = new AtomicInteger();
        private final int expected;

        Receiver(int expected) {
            this.expected = expected;
        }

        @Override
        public void run() {
            while (tokens.get() < expected) {
                LockSupport.park(this);
            }
        }
    }

    private static Runnable waker(Receiver receiver, Thread sleeper) {
        return () -> {
            for (int i = 0; i < ROUNDS; i++) {
                receiver.tokens.incrementAndGet();
                LockSupport.unpark(sleeper);
                if (i % 16 == 0) {
                    // Time to fall asleep again; also makes the unparker thread one of the wakers.
                    LockSupport.parkNanos(20_000);
                }
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void wakeUpsFromEveryKindOfThreadArrive(int cores) {
        try (Rig rig = new Rig(cores);
                Rig other = new Rig(1)) {
            rig.agent(() -> new Shinjuku(50_000));
            Receiver receiver = new Receiver(4 * ROUNDS);
            Thread sleeper = rig.enclave.threadFactory().newThread(receiver);
            sleeper.start();
            List<Thread> wakers = List.of(
                    Thread.ofPlatform().unstarted(waker(receiver, sleeper)),
                    Thread.ofVirtual().unstarted(waker(receiver, sleeper)),
                    rig.enclave.threadFactory().newThread(waker(receiver, sleeper)),
                    other.enclave.threadFactory().newThread(waker(receiver, sleeper)));
            wakers.forEach(Thread::start);
            wakers.forEach(waker -> Bounded.join("a waker", waker));
            Bounded.join("the sleeper, woken " + receiver.tokens + " times", sleeper);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void timedWaitsEndByTimeAndByWakeUpAlike(int cores) {
        try (Rig rig = new Rig(cores)) {
            rig.agent(() -> new Shinjuku(50_000));
            List<Thread> sleepers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                long nanos = 10_000L * (i % 7 + 1);
                sleepers.add(rig.enclave.threadFactory().newThread(() -> {
                    for (int n = 0; n < 20; n++) {
                        LockSupport.parkNanos(nanos);
                    }
                }));
            }
            sleepers.forEach(Thread::start);
            for (int n = 0; n < 20; n++) {
                sleepers.forEach(LockSupport::unpark);
                Bounded.pause(1);
            }
            sleepers.forEach(sleeper -> Bounded.join("a sleeper", sleeper));
        }
    }

    /**
     * A stack trace suspends a virtual thread that is not mounted, and may submit it again. Whole dumps are taken only while nothing runs: on
     * 25.0.3 HotSpotDiagnosticMXBean.dumpThreads crashes the JVM when virtual threads switch meanwhile, under the JDK's own scheduler too.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void stackTracesNeitherLoseNorDoubleARun(int cores) {
        int count = 60;
        AtomicIntegerArray units = new AtomicIntegerArray(count);
        AtomicIntegerArray inside = new AtomicIntegerArray(count);
        AtomicInteger doubled = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(count);
        try (Rig rig = new Rig(cores)) {
            rig.agent(() -> new Shinjuku(50_000));
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int me = i;
                threads.add(rig.enclave.threadFactory().newThread(() -> {
                    for (int n = 0; n < ROUNDS; n++) {
                        doubled.addAndGet(inside.incrementAndGet(me) - 1);
                        units.incrementAndGet(me);
                        inside.decrementAndGet(me);
                        if (n % 3 == 0) {
                            LockSupport.parkNanos(5_000);
                        } else {
                            Thread.yield();
                        }
                    }
                    done.countDown();
                }));
            }
            threads.forEach(Thread::start);
            assertTrue(traceUntil(done, threads) > 0);
            for (Thread thread : threads) {
                Bounded.join("a thread that was traced", thread);
            }
        }
        assertEquals(0, doubled.get(), "a thread ran twice at once");
        for (int i = 0; i < count; i++) {
            assertEquals(ROUNDS, units.get(i), "units of thread " + i);
        }
    }

    private static int traceUntil(CountDownLatch done, List<Thread> threads) {
        int traces = 0;
        do {
            for (Thread thread : threads) {
                // What it says does not matter; that it looks while the thread runs, does.
                assertTrue(thread.getStackTrace().length < 1000);
            }
            traces++;
        } while (done.getCount() > 0);
        return traces;
    }

    @Test
    void dumpOfParkedThreadsLeavesThemParkedAndWakeable() throws Exception {
        var diagnostics = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try (Rig rig = new Rig(1)) {
            rig.agent(() -> new Shinjuku(50_000));
            AtomicInteger ended = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                threads.add(rig.enclave.threadFactory().newThread(() -> {
                    LockSupport.park();
                    ended.incrementAndGet();
                }));
            }
            threads.forEach(Thread::start);
            Bounded.until("all parked", () -> threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
            for (int n = 0; n < 5; n++) {
                Path file = folder.resolve("dump" + n);
                diagnostics.dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
                assertTrue(Files.size(file) > 0);
            }
            assertEquals(0, ended.get());
            threads.forEach(LockSupport::unpark);
            threads.forEach(thread -> Bounded.join("a thread that was dumped", thread));
            assertEquals(20, ended.get());
        }
    }
}
