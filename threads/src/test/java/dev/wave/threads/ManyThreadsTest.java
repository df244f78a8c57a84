package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.host.Counters;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.policy.Shinjuku;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Very many threads, very deep ones, garbage collections, and an end with threads left over. */
class ManyThreadsTest {
    private static final int MANY = 50_000;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fiftyThousandThreadsParkAndGoOn(boolean withAgent) {
        try (Rig rig = new Rig(2, 2_000)) {
            if (withAgent) {
                rig.agent(Fifo::new);
            }
            AtomicInteger parked = new AtomicInteger();
            AtomicInteger ended = new AtomicInteger();
            CountDownLatch gate = new CountDownLatch(1);
            for (int i = 0; i < MANY; i++) {
                rig.enclave
                        .threadFactory()
                        .newThread(() -> {
                            parked.incrementAndGet();
                            try {
                                gate.await();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                            ended.incrementAndGet();
                        })
                        .start();
            }
            Bounded.until("all threads parked, not only " + parked, () -> parked.get() == MANY);
            assertEquals(0, ended.get());
            gate.countDown();
            Bounded.until("all threads ended, not only " + ended, () -> ended.get() == MANY);
        }
    }

    /** They are told to the agent while some of them run, and all of them go on under it. */
    @Test
    void newAgentIsToldOfAHundredThousandThreadsWhileTheyWork() {
        int many = 100_000;
        try (Rig rig = new Rig(2, 5_000)) {
            AtomicInteger parked = new AtomicInteger();
            AtomicInteger ended = new AtomicInteger();
            AtomicInteger rounds = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            long before = usedBytes();
            for (int i = 0; i < many; i++) {
                boolean busy = i % 1_000 == 0;
                threads.add(rig.enclave.threadFactory().newThread(() -> {
                    parked.incrementAndGet();
                    LockSupport.park();
                    while (busy && ended.get() < many / 2) {
                        rounds.incrementAndGet();
                        LockSupport.parkNanos(1_000_000);
                    }
                    ended.incrementAndGet();
                }));
                threads.getLast().start();
            }
            Bounded.until("all threads parked, not only " + parked, () -> parked.get() == many);
            System.out.println(
                    (usedBytes() - before) / many + " bytes of heap per parked thread, the JDK's own included");
            for (int i = 0; i < many; i += 1_000) {
                LockSupport.unpark(threads.get(i));
            }
            rig.agent(Fifo::new);
            Bounded.until(
                    "the discovery of all", () -> rig.enclave.watchdogCounters().get(Counters.DISCOVERED) >= many);
            int roundsThen = rounds.get();
            Bounded.until("work beside it", () -> rounds.get() > roundsThen + 100);
            threads.forEach(LockSupport::unpark);
            Bounded.until("all threads ended, not only " + ended, () -> ended.get() == many);
            rig.checkDispatches();
        }
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static int dive(int depth) {
        if (depth == 0) {
            Thread.yield();
            LockSupport.parkNanos(1_000);
            return 0;
        }
        return dive(depth - 1) + 1;
    }

    @Test
    void deepStacksSurviveSwitchesAndCollections() {
        try (Rig rig = new Rig(2)) {
            rig.agent(() -> new Shinjuku(50_000));
            List<Thread> divers = new ArrayList<>();
            AtomicInteger reached = new AtomicInteger();
            for (int i = 0; i < 20; i++) {
                int depth = 100 * (i + 1);
                divers.add(rig.enclave.threadFactory().newThread(() -> {
                    for (int n = 0; n < 10; n++) {
                        reached.addAndGet(dive(depth) == depth ? 1 : 0);
                    }
                }));
            }
            divers.forEach(Thread::start);
            for (int n = 0; n < 5; n++) {
                System.gc();
            }
            divers.forEach(diver -> Bounded.join("a diver", diver));
            assertEquals(200, reached.get());
        }
    }

    @Test
    void collectionsDuringSwitchesLoseNothing() {
        try (Rig rig = new Rig(2)) {
            rig.agent(() -> new Shinjuku(50_000));
            AtomicInteger sum = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                threads.add(rig.enclave.threadFactory().newThread(() -> {
                    for (int n = 0; n < 50; n++) {
                        byte[] garbage = new byte[1000];
                        Thread.yield();
                        sum.addAndGet(garbage.length / 1000);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (int n = 0; n < 5; n++) {
                System.gc();
                Bounded.pause(2);
            }
            threads.forEach(thread -> Bounded.join("a thread", thread));
            assertEquals(5_000, sum.get());
        }
    }

    @Test
    void enclaveClosedWithThreadsLeftDoesNotHangAndTheyDoNotRunAgain() {
        ThreadEnclave enclave = ThreadEnclave.open(
                EnclaveOptions.named("left-" + ProcessHandle.current().pid()).withCores(2));
        AtomicInteger started = new AtomicInteger();
        AtomicInteger wentOn = new AtomicInteger();
        List<Thread> left = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Thread thread = enclave.threadFactory().newThread(() -> {
                started.incrementAndGet();
                LockSupport.park();
                wentOn.incrementAndGet();
            });
            left.add(thread);
            thread.start();
        }
        Bounded.until(
                "all parked",
                () -> started.get() == 100
                        && left.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        Bounded.call("closing", () -> {
            enclave.close();
            return true;
        });
        Bounded.until(
                "the end of the carriers",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("wave-left-")));
        left.forEach(LockSupport::unpark);
        Thread late = enclave.threadFactory().newThread(wentOn::incrementAndGet);
        Bounded.call("a start after the end", () -> {
            late.start();
            return true;
        });
        Bounded.pause(20);
        assertEquals(0, wentOn.get());
        assertTrue(left.stream().allMatch(Thread::isAlive), "they wait for ever, as the contract says");
    }

    @Test
    void sameNameCanBeOpenedAgainAfterClose() {
        for (int i = 0; i < 3; i++) {
            try (ThreadEnclave enclave = ThreadEnclave.open(
                    EnclaveOptions.named("again-" + ProcessHandle.current().pid()))) {
                Thread thread = enclave.threadFactory().newThread(Thread::yield);
                thread.start();
                Bounded.join("a thread of opening " + i, thread);
            }
        }
    }
}
