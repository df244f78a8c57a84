package dev.wave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.Agent;
import dev.wave.core.Clock;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.CoreView;
import dev.wave.threads.PolicyThread;
import dev.wave.threads.Rehearsal;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.Fifo;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BeforeTakingChargeTest {
    private static final long NANOS = 40_000_000;

    private static BeforeTakingCharge with(ThreadPolicy policy) {
        return new BeforeTakingCharge(
                new Rehearsal(() -> policy, AgentOptions.DEFAULT, Optional.empty(), Clock.system()),
                new Nobody(),
                "mine");
    }

    @Test
    void policyThatWorksMayGoOn() throws InterruptedException {
        with(new Fifo()).rehearse(NANOS, BeforeTakingCharge.GRACE_NANOS);
    }

    @Test
    void policyThatThrowsIsNotPutInCharge() {
        ThreadPolicy throwing = picking(() -> {
            throw new IllegalStateException("no idea");
        });
        assertEquals(
                "the policy failed in its rehearsal, so it was not put in charge: java.lang.IllegalStateException: no idea",
                assertThrows(
                                ExpectedFailure.class,
                                () -> with(throwing).rehearse(NANOS, BeforeTakingCharge.GRACE_NANOS))
                        .getMessage());
    }

    @Test
    void policyThatDoesNotComeBackIsNotPutInCharge() {
        CountDownLatch released = new CountDownLatch(1);
        ThreadPolicy stuck = picking(() -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            String message = assertThrows(
                            ExpectedFailure.class, () -> with(stuck).rehearse(NANOS, 2_000_000_000L))
                    .getMessage();
            assertTrue(message.contains("did not come back in its rehearsal"), message);
        } finally {
            released.countDown();
        }
    }

    /** A policy that does something whenever it is asked for a thread, and never has one. */
    private static ThreadPolicy picking(Runnable what) {
        return new ThreadPolicy() {
            @Override
            public void ready(PolicyThread thread) {}

            @Override
            public PolicyThread pick(CoreView core) {
                what.run();
                return null;
            }
        };
    }

    private static final class Nobody implements Agent {
        @Override
        public int step() {
            return 0;
        }

        @Override
        public long sleepNanos() {
            return 0;
        }

        @Override
        public void sleep(long nanos) {}

        @Override
        public boolean over() {
            return true;
        }

        @Override
        public void close() {}

        @Override
        public String name() {
            return "nobody";
        }
    }
}
