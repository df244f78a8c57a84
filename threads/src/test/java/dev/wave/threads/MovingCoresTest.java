package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.host.Counters;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.policy.RoundRobin;
import dev.wave.threads.virtual.ThreadHints;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Two enclaves in one service, under different policies, and cores that move between them while both work. */
class MovingCoresTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Threads that block, yield and wake each other until told to stop; counts what was done. */
    private static final class Load {
        private final AtomicBoolean stopping = new AtomicBoolean();
        private final AtomicLong done = new AtomicLong();
        private final CountDownLatch ended = new CountDownLatch(16);

        Load(Rig rig) {
            for (int i = 0; i < 16; i++) {
                rig.executor.execute(() -> {
                    while (!stopping.get()) {
                        Thread.yield();
                        done.incrementAndGet();
                        Thread.onSpinWait();
                    }
                    ended.countDown();
                });
            }
        }

        void goesOn(String where) {
            long before = done.get();
            Bounded.until("work in the " + where + " enclave", () -> done.get() > before + 1_000);
        }

        void end() {
            stopping.set(true);
            Bounded.call("the end of the load", () -> {
                ended.await();
                return true;
            });
        }
    }

    @Test
    void coresMoveBackAndForthWhileBothEnclavesWork() {
        try (Rig one = new Rig(2, 200);
                Rig other = new Rig(3, 200, 2)) {
            one.agent(Fifo::new);
            other.agent(() -> new RoundRobin(50_000));
            Load here = new Load(one);
            Load there = new Load(other);
            for (int i = 0; i < 5; i++) {
                OptionalInt moved = one.enclave.moveCore(1, other.enclave, PATIENCE);
                assertEquals(OptionalInt.of(1), moved, "the first core in reserve");
                assertFalse(one.enclave.online(1));
                long before = other.enclave.counters(1).get(Counters.DISPATCHES);
                Bounded.until(
                        "the new core at work", () -> other.enclave.counters(1).get(Counters.DISPATCHES) > before);
                here.goesOn("first");
                assertEquals(OptionalInt.of(1), other.enclave.moveCore(1, one.enclave, PATIENCE));
                there.goesOn("second");
            }
            here.end();
            there.end();
            one.checkDispatches();
            other.checkDispatches();
        }
    }

    @Test
    void coreWithoutAPlaceToGoStays() {
        try (Rig one = new Rig(2);
                Rig other = new Rig(1)) {
            assertEquals(OptionalInt.empty(), one.enclave.moveCore(0, other.enclave, PATIENCE));
            Bounded.until("the core in use again", () -> one.enclave.online(0));
            assertThrows(IllegalStateException.class, () -> other.enclave.moveCore(0, one.enclave, PATIENCE));
            assertEquals(1, one.run("a task", () -> 1));
        }
    }

    @Test
    void coreThatIsNotLetGoStays() {
        try (Rig one = new Rig(2, 1_500);
                Rig other = new Rig(2, 200, 1)) {
            AtomicBoolean go = new AtomicBoolean();
            CountDownLatch busy = new CountDownLatch(2);
            for (int i = 0; i < 2; i++) {
                one.executor.execute(() -> {
                    busy.countDown();
                    while (!go.get()) {
                        Thread.onSpinWait();
                    }
                });
            }
            Bounded.call("two busy cores", () -> {
                busy.await();
                return true;
            });
            assertEquals(OptionalInt.empty(), one.enclave.moveCore(0, other.enclave, Duration.ofMillis(50)));
            assertTrue(one.enclave.online(0));
            go.set(true);
        }
    }

    @Test
    void affinityGivenFromOutsideMovesAThread() {
        try (Rig rig = new Rig(2, 1_500)) {
            rig.agent(Fifo::new);
            AtomicBoolean stop = new AtomicBoolean();
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                while (!stop.get()) {
                    Thread.yield();
                }
                return true;
            });
            Thread thread = rig.enclave.threadFactory().newThread(task);
            assertFalse(ThreadHints.NONE.applyTo(thread), "it has not started");
            assertFalse(ThreadHints.NONE.applyTo(Thread.currentThread()), "it is in no enclave");
            thread.start();
            for (int core = 0; core < 2; core++) {
                assertTrue(ThreadHints.NONE.withAffinity(1L << core).applyTo(thread));
                int here = core;
                long before = rig.enclave.counters(here).get(Counters.DISPATCHES);
                Bounded.until(
                        "runs on core " + here,
                        () -> rig.enclave.counters(here).get(Counters.DISPATCHES) > before + 100);
                long others = rig.enclave.counters(1 - here).get(Counters.DISPATCHES);
                long more = rig.enclave.counters(here).get(Counters.DISPATCHES);
                Bounded.until(
                        "goes on on core " + here,
                        () -> rig.enclave.counters(here).get(Counters.DISPATCHES) > more + 100);
                assertEquals(others, rig.enclave.counters(1 - here).get(Counters.DISPATCHES));
            }
            stop.set(true);
            assertTrue(Bounded.get("the thread", task));
        }
    }
}
