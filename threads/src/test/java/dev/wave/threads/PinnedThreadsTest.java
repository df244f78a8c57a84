package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.host.Counters;
import dev.wave.threads.policy.Fifo;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thread that blocks where it cannot come off its carrier: the watchdog lends the core another one, and takes it back. */
class PinnedThreadsTest {
    private static final CountDownLatch[] GATES = new CountDownLatch[4];
    private static volatile CountDownLatch callbackGate;

    private enum Charge {
        FALLBACK,
        AGENT
    }

    // Each can be initialised once in a JVM, hence one per test.
    private static final class WaitsUnderTheFallback {
        static final int VALUE = waitAt(0);
    }

    private static final class WaitsUnderAnAgent {
        static final int VALUE = waitAt(1);
    }

    private static final class WaitsFirst {
        static final int VALUE = waitAt(2);
    }

    private static final class WaitsSecond {
        static final int VALUE = waitAt(3);
    }

    private static int waitAt(int gate) {
        waitFor(GATES[gate]);
        return gate;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long spares() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("-spare-"))
                .count();
    }

    private static Rig rig(Charge charge) {
        Rig rig = new Rig(1, 40);
        if (charge == Charge.AGENT) {
            rig.agent(Fifo::new);
        }
        return rig;
    }

    private static void othersGoOn(Rig rig, Thread pinned) {
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            rig.run("another thread while one is pinned", () -> {
                Thread.yield();
                done.incrementAndGet();
            });
        }
        assertEquals(20, done.get());
        assertTrue(pinned.isAlive(), "it is still pinned");
    }

    private static void spareGoesAway(Rig rig) {
        Bounded.until("the end of the spare carrier", () -> spares() == 0);
        rig.run("life afterwards", () -> Bounded.pause(1));
        assertTrue(rig.enclave.watchdogCounters().get(Counters.SPARES_LENT) >= 1);
    }

    @ParameterizedTest
    @EnumSource
    void coreOfAThreadStuckInAClassInitialiserIsLentASpareCarrier(Charge charge) {
        GATES[charge.ordinal()] = new CountDownLatch(1);
        try (Rig rig = rig(charge)) {
            Thread pinned = rig.enclave
                    .threadFactory()
                    .newThread(() -> assertEquals(
                            charge.ordinal(),
                            charge == Charge.AGENT ? WaitsUnderAnAgent.VALUE : WaitsUnderTheFallback.VALUE));
            pinned.start();
            othersGoOn(rig, pinned);
            GATES[charge.ordinal()].countDown();
            Bounded.join("the pinned thread", pinned);
            spareGoesAway(rig);
        }
    }

    @ParameterizedTest
    @EnumSource
    void coreOfAThreadAsleepInNativeCodeIsLentASpareCarrier(Charge charge) throws Exception {
        Linker linker = Linker.nativeLinker();
        MethodHandle usleep = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("usleep"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        CountDownLatch release = new CountDownLatch(1);
        try (Rig rig = rig(charge)) {
            Thread pinned = rig.enclave.threadFactory().newThread(() -> {
                while (release.getCount() > 0) {
                    nap(usleep);
                }
            });
            pinned.start();
            othersGoOn(rig, pinned);
            release.countDown();
            Bounded.join("the thread in native code", pinned);
            spareGoesAway(rig);
        }
    }

    private static void nap(MethodHandle usleep) {
        try {
            int ignored = (int) usleep.invokeExact(50_000);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("UnusedMethod") // native code calls it
    private static int compare(MemorySegment a, MemorySegment b) {
        waitFor(callbackGate);
        return Integer.compare(a.get(ValueLayout.JAVA_INT, 0), b.get(ValueLayout.JAVA_INT, 0));
    }

    @ParameterizedTest
    @EnumSource
    void threadThatParksInACallbackFromNativeCodeDoesNotStopOthers(Charge charge) throws Exception {
        callbackGate = new CountDownLatch(1);
        MethodHandle comparator = MethodHandles.lookup()
                .findStatic(
                        PinnedThreadsTest.class,
                        "compare",
                        MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
        try (Rig rig = rig(charge);
                Arena arena = Arena.ofShared()) {
            MemorySegment numbers = arena.allocateFrom(ValueLayout.JAVA_INT, 3, 1, 2);
            Thread pinned = rig.enclave.threadFactory().newThread(() -> sort(arena, numbers, comparator));
            pinned.start();
            othersGoOn(rig, pinned);
            callbackGate.countDown();
            Bounded.join("the sorting thread", pinned);
            assertEquals(2, numbers.getAtIndex(ValueLayout.JAVA_INT, 1));
            spareGoesAway(rig);
        }
    }

    private static void sort(Arena arena, MemorySegment numbers, MethodHandle comparator) {
        Linker linker = Linker.nativeLinker();
        var pointer = ValueLayout.ADDRESS.withTargetLayout(ValueLayout.JAVA_INT);
        MethodHandle qsort = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("qsort"),
                FunctionDescriptor.ofVoid(
                        ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        MemorySegment stub =
                linker.upcallStub(comparator, FunctionDescriptor.of(ValueLayout.JAVA_INT, pointer, pointer), arena);
        try {
            qsort.invokeExact(numbers, 3L, 4L, stub);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Two on one core, and only a third thread can release them. */
    @Test
    void secondPinnedThreadDoesNotStopTheCore() throws InterruptedException {
        GATES[2] = new CountDownLatch(1);
        GATES[3] = GATES[2];
        try (Rig rig = rig(Charge.FALLBACK)) {
            Thread first = rig.enclave.threadFactory().newThread(() -> assertEquals(2, WaitsFirst.VALUE));
            Thread second = rig.enclave.threadFactory().newThread(() -> assertEquals(3, WaitsSecond.VALUE));
            first.start();
            second.start();
            Thread third = rig.enclave.threadFactory().newThread(() -> GATES[2].countDown());
            third.start();
            boolean ran = third.join(java.time.Duration.ofSeconds(10));
            GATES[2].countDown();
            assertTrue(ran, "the spare carrier is stuck as well, and the core gets no other");
            Bounded.join("the first pinned thread", first);
            Bounded.join("the second pinned thread", second);
            spareGoesAway(rig);
        }
    }
}
