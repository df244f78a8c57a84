package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.IdleStrategy;
import dev.wave.core.delay.LinkDelays;
import dev.wave.core.host.Counters;
import dev.wave.core.protocol.Outcome;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real threads over a link that takes the time of another: everything is slower, and nothing is lost. */
class DelayedEnclaveTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mount-evans | 1",
                "mount-evans,no-prefetch | 1",
                "mount-evans,no-wt,no-prefetch | 1",
                "mount-evans,no-wc | 1",
                "mount-evans,no-wc,no-wt,no-prefetch | 0",
                "coherent | 1"
            })
    void everyThreadRunsToItsEnd(String delays, int prestage) throws Exception {
        String name = "delayed-" + ProcessHandle.current().pid();
        // A generous deadline: a machine that runs tests may be busy with other things.
        EnclaveOptions options =
                EnclaveOptions.named(name).withDelays(LinkDelays.parse(delays)).withSilenceMillis(1_500);
        try (ThreadEnclave enclave = ThreadEnclave.open(options);
                var executor = enclave.newThreadPerTaskExecutor()) {
            assertTrue(enclave.uri().startsWith("delayed:" + delays), enclave.uri());
            AgentOptions agent = AgentOptions.DEFAULT.withPrestage(prestage);
            enclave.startAgent(Fifo::new, agent, IdleStrategy.SPIN_THEN_SLEEP);
            Bounded.until("an agent in charge", () -> enclave.epoch() > 0);
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                results.add(executor.submit(DelayedEnclaveTest::yieldSometimes));
            }
            for (Future<Integer> result : results) {
                assertEquals(20, Bounded.get("a thread over " + delays, result));
            }
            assertEquals(0, enclave.counters(0).get(Counters.CORRUPT));
            assertTrue(enclave.counters(0).get(Outcome.COMMITTED.code() - 1) > 200, "the agent decided");
        }
    }

    private static int yieldSometimes() {
        int yields = 0;
        while (yields < 20) {
            Thread.yield();
            yields++;
        }
        return yields;
    }
}
