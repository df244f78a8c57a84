package dev.wave.threads.preempt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real virtual threads on a carrier of ours, preempted through words in memory. */
@Timeout(60)
class PreemptionTest {
    private TestCarrier carrier;

    @BeforeEach
    void startCarrier() {
        assertEquals("", Preemption.problem());
        carrier = TestCarrier.started();
    }

    @AfterEach
    void stopCarrier() {
        carrier.close();
    }

    @Test
    void explicitPointGivesWayWhenAsked() throws InterruptedException {
        AtomicBoolean preempted = new AtomicBoolean();
        Thread thread = carrier.go(() -> {
            carrier.preempt(carrier.mounted());
            Preemption.point();
            preempted.set(carrier.count("preempted") == 1);
        });
        thread.join();
        assertTrue(preempted.get());
    }

    @Test
    void lateRequestDoesNotHitTheNextThread() throws InterruptedException {
        long[] first = new long[1];
        carrier.go(() -> first[0] = carrier.mounted()).join();
        carrier.preempt(first[0]);
        carrier.go(Preemption::poll).join();
        assertEquals(0, carrier.count("preempted"));
    }

    @Test
    void threadThatYieldsByItselfIsNotReportedAsPreempted() throws InterruptedException {
        carrier.go(Thread::yield).join();
        assertEquals(0, carrier.count("preempted"));
    }

    @Test
    void carriersOwnPollDoesNothing() {
        carrier.preempt(1);
        Preemption.poll();
        Preemption.enterDeferred();
        Preemption.exitDeferred();
        assertSame(Thread.currentThread(), Preemption.currentCarrier());
    }

    @Test
    void deferralPostponesTheRequestToTheOutermostExit() throws InterruptedException {
        List<Long> preempted = new ArrayList<>();
        carrier.go(() -> {
                    Preemption.enterDeferred();
                    Preemption.enterDeferred();
                    carrier.preempt(carrier.mounted());
                    Preemption.poll();
                    Preemption.exitDeferred();
                    preempted.add(carrier.count("preempted"));
                    Preemption.exitDeferred();
                    preempted.add(carrier.count("preempted"));
                })
                .join();
        assertEquals(List.of(0L, 1L), preempted);
    }

    @Test
    void deferralBelongsToTheThreadAndSurvivesBlocking() throws InterruptedException {
        CountDownLatch wake = new CountDownLatch(1);
        List<Integer> depths = Collections.synchronizedList(new ArrayList<>());
        Thread blocked = carrier.go(() -> {
            Preemption.enterDeferred();
            await(wake);
            depths.add(carrier.current().depth());
            Preemption.exitDeferred();
        });
        carrier.go(() -> depths.add(carrier.current().depth())).join();
        wake.countDown();
        blocked.join();
        assertEquals(List.of(0, 1), depths);
    }

    @Test
    void pinnedThreadGoesOnAndIsNotReportedAsPreempted() throws InterruptedException {
        List<Long> mark = new ArrayList<>();
        carrier.go(() -> PinnedRun.run(() -> {
                    carrier.preempt(carrier.mounted());
                    Preemption.poll();
                    mark.add(carrier.preemptedDispatch());
                }))
                .join();
        assertEquals(List.of(PreemptibleCarrier.NO_DISPATCH), mark);
        assertEquals(1, carrier.pinnedPolls());
        assertEquals(0, carrier.count("preempted"));
    }

    @Test
    void withTwoEnclavesEveryCarrierIsAskedForItself() throws InterruptedException {
        try (TestCarrier other = TestCarrier.started()) {
            other.preempt(1);
            carrier.go(() -> {
                        carrier.preempt(carrier.mounted());
                        Preemption.poll();
                    })
                    .join();
            other.go(Preemption::poll).join();
            assertEquals(1, carrier.count("preempted"));
            assertEquals(0, other.count("preempted"));
        }
    }

    @Test
    void threeBusyThreadsShareOneCarrierByPreemption() throws InterruptedException {
        Compiled spinner = Compiled.of("""
            public class Sample implements Runnable {
                static volatile long sink;
                public void run() {
                    long x = 1;
                    for (long i = 0; i < 300_000_000L; i++) { x = x * 6364136223846793005L + 1442695040888963407L; x ^= x >>> 17; }
                    sink = x;
                }
            }
            """).instrumented();
        Runnable spin = spinner.sample();
        List<Thread> threads = List.of(carrier.go(spin), carrier.go(spin), carrier.go(spin));
        while (threads.stream().anyMatch(Thread::isAlive)) {
            Thread.sleep(1);
            carrier.preemptPresent();
        }
        assertTrue(carrier.count("preempted") >= 3, () -> carrier.count("preempted") + " preemptions");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
