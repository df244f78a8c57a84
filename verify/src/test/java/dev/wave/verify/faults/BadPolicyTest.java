package dev.wave.verify.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.AgentRunner;
import dev.wave.core.Clock;
import dev.wave.core.IdleStrategy;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.CoreView;
import dev.wave.threads.PolicyThread;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A policy throws, loops, blocks or answers nonsense: the fallback takes over, one line of the log names policy and method, every request is answered. */
@Timeout(120)
class BadPolicyTest {
    private static final int SOUND_PICKS = 200;
    private static final int REQUESTS = 2_000;

    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean over;

    /** What a policy does wrong from its two-hundredth pick on. */
    enum Conduct {
        THROWS_IN_PICK("BadPolicy in pick threw java.lang.ArithmeticException"),
        THROWS_IN_READY("BadPolicy in ready threw java.lang.ArithmeticException"),
        PICKS_ONE_TWICE("the policy picked thread"),
        LOOPS_IN_PICK("policy BadPolicy in pick has not come back"),
        LOOPS_IN_READY("policy BadPolicy in ready has not come back"),
        BLOCKS_IN_PICK("policy BadPolicy in pick has not come back");

        private final String line;

        Conduct(String line) {
            this.line = line;
        }
    }

    private final class BadPolicy implements ThreadPolicy {
        private final Fifo sound = new Fifo();
        private final Conduct conduct;
        private PolicyThread former;
        private int picks;

        BadPolicy(Conduct conduct) {
            this.conduct = conduct;
        }

        @Override
        public void ready(PolicyThread thread) {
            misbehave(Conduct.THROWS_IN_READY, Conduct.LOOPS_IN_READY);
            sound.ready(thread);
        }

        @Override
        public PolicyThread pick(CoreView core) {
            picks++;
            misbehave(Conduct.THROWS_IN_PICK, Conduct.LOOPS_IN_PICK);
            if (bad(Conduct.BLOCKS_IN_PICK)) {
                block();
            }
            if (bad(Conduct.PICKS_ONE_TWICE) && former != null) {
                return former;
            }
            PolicyThread thread = sound.pick(core);
            former = thread == null ? former : thread;
            return thread;
        }

        private boolean bad(Conduct which) {
            return conduct == which && picks > SOUND_PICKS;
        }

        private void misbehave(Conduct thrown, Conduct looped) {
            if (bad(thrown)) {
                throw new ArithmeticException("expected");
            }
            while (bad(looped) && !over) {
                Thread.onSpinWait();
            }
        }

        private void block() {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @AfterEach
    void endLoops() {
        over = true;
        end.countDown();
    }

    private static void until(String what, BooleanSupplier holds) throws InterruptedException {
        long patience = Clock.system().nanos() + 60_000_000_000L;
        while (!holds.getAsBoolean()) {
            assertTrue(Clock.system().nanos() < patience, what);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static ThreadEnclave enclave(String name) {
        return ThreadEnclave.open(
                EnclaveOptions.named(name + ProcessHandle.current().pid()).withCores(2));
    }

    /** Sends requests and waits until all are answered. */
    private static void serve(Requests requests, Ledger ledger, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            requests.start(ledger.send());
            if (i % 20 == 0) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
        until("unanswered: " + ledger.unanswered(), () -> ledger.unanswered() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void fallbackTakesOverAndTheLogNamesPolicyAndMethod(Conduct conduct) throws Exception {
        try (LogTap log = LogTap.open();
                ThreadEnclave enclave = enclave("bad-policy-")) {
            AgentRunner agent = enclave.startAgent(
                    () -> new BadPolicy(conduct), AgentOptions.DEFAULT, IdleStrategy.SPIN_THEN_SLEEP);
            until("an agent in charge", () -> enclave.epoch() != 0);
            Ledger ledger = new Ledger(REQUESTS, Clock.system());
            Requests requests = new Requests(ledger, enclave.threadFactory());
            serve(requests, ledger, REQUESTS);
            until("the log says '" + conduct.line + "': " + log.lines(), () -> log.says(conduct.line));
            assertEquals(
                    1,
                    log.lines().stream()
                            .filter(line -> line.contains(conduct.line))
                            .count(),
                    "once: " + log.lines());
            assertTrue(log.lines().stream().noneMatch(line -> line.contains("\n")), "one line each: " + log.lines());
            assertEquals(0, enclave.epoch(), "the fallback is in charge");
            assertEquals(0, ledger.faults());
            assertTrue(requests.finish());
            System.out.println(conduct + ": " + log.lines() + "; slowest request " + ledger.slowestMillis() + " ms");
            assertFalse(conduct.name().startsWith("THROWS") && agent.failure() == null);
        }
    }

    @Test
    void anotherAgentTakesOverWhileTheFormerOneLoops() throws Exception {
        try (ThreadEnclave enclave = enclave("loops-on-")) {
            enclave.startAgent(
                    () -> new BadPolicy(Conduct.LOOPS_IN_PICK), AgentOptions.DEFAULT, IdleStrategy.SPIN_THEN_SLEEP);
            until("an agent in charge", () -> enclave.epoch() != 0);
            Ledger ledger = new Ledger(3 * REQUESTS, Clock.system());
            Requests requests = new Requests(ledger, enclave.threadFactory());
            serve(requests, ledger, REQUESTS);
            until("the loop is noticed", () -> enclave.epoch() == 0);
            enclave.startAgent(Fifo::new, AgentOptions.DEFAULT, IdleStrategy.SPIN_THEN_SLEEP);
            until("the next agent in charge", () -> enclave.epoch() > 1);
            serve(requests, ledger, REQUESTS);
            over = true;
            serve(requests, ledger, REQUESTS);
            assertEquals(0, ledger.faults());
            assertTrue(requests.finish());
        }
    }

    @Test
    void closingAnEnclaveDoesNotWaitForAPolicyThatLoops() throws Exception {
        try (LogTap log = LogTap.open()) {
            ThreadEnclave enclave = enclave("never-ends-");
            AgentRunner agent = enclave.startAgent(
                    () -> new BadPolicy(Conduct.LOOPS_IN_PICK), AgentOptions.DEFAULT, IdleStrategy.SPIN_THEN_SLEEP);
            until("an agent in charge", () -> enclave.epoch() != 0);
            Ledger ledger = new Ledger(REQUESTS, Clock.system());
            Requests requests = new Requests(ledger, enclave.threadFactory());
            serve(requests, ledger, REQUESTS);
            assertTrue(requests.finish());
            enclave.close();
            assertFalse(agent.ended(), "nothing can end a loop but the loop itself");
            assertTrue(
                    log.says("does not end: policy BadPolicy in pick does not come back"),
                    log.lines().toString());
            over = true;
            until("the thread that was left behind ends", agent::ended);
        }
    }
}
