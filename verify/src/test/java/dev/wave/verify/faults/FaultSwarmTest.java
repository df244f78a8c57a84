package dev.wave.verify.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two hundred faults of agents while a service in another process is under load: every request is answered exactly once, and the books balance.
 *
 * <p>The seed decides which fault comes when and what hostile agents write; at which instruction it strikes is up to the machine.
 */
class FaultSwarmTest {
    private static final long SEED = Long.getLong("wave.seed", 1);
    private static final int FAULTS = Integer.getInteger("wave.faults", 200);

    @Test
    @Timeout(300)
    void everyRequestIsAnsweredExactlyOnceThroughTwoHundredFaults() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        long started = Clock.system().nanos();
        try (FaultSwarm swarm =
                new FaultSwarm("swarm-" + ProcessHandle.current().pid(), random)) {
            try {
                for (Fault fault : Fault.shuffled(FAULTS, random)) {
                    swarm.suffer(fault);
                }
                swarm.inCharge();
                swarm.finish();
            } finally {
                System.out.println(swarm.log());
            }
            report(swarm, (Clock.system().nanos() - started) / 1_000_000);
            check(swarm);
        } catch (AssertionError | Exception e) {
            throw new AssertionError(
                    "seed " + SEED + "; to replay: ./wave test -pl verify -am -Dtest=FaultSwarmTest -Dwave.seed=" + SEED
                            + " -Dwave.faults=" + FAULTS + ": " + e.getMessage(),
                    e);
        }
    }

    private static void check(FaultSwarm swarm) {
        assertEquals(0, swarm.said("faults"), "requests lost, run twice or on two cores: " + swarm.saidAll());
        assertEquals(swarm.said("sent"), swarm.said("answered"));
        assertTrue(swarm.said("sent") > 10L * FAULTS, "a load: " + swarm.said("sent"));
        assertEquals(1, swarm.said("workers-ended"));
        assertEquals(
                swarm.said("dispatches"),
                swarm.said("COMMITTED") + swarm.said("fallback-runs"),
                "every run has one cause");
        long ends = 0;
        for (String end : List.of("silent", "dead", "nonsense", "replaced", "left")) {
            ends += swarm.said(end);
        }
        assertEquals(swarm.said("epochs"), ends, "every epoch ended once");
        assertTrue(
                swarm.said("epochs") >= swarm.epochsEnded(),
                swarm.saidAll() + " epochs, faults that end one: " + swarm.epochsEnded());
        assertEquals(
                FAULTS,
                swarm.done().values().stream().mapToInt(Integer::intValue).sum());
        for (FaultSwarm.Books books : swarm.cleanBooks()) {
            assertEquals(books.decisions(), books.outcomes(), () -> "the agent's books: " + books);
        }
        assertTrue(
                swarm.cleanBooks().size() > FAULTS / 20,
                "agents whose books could be read: " + swarm.cleanBooks().size());
    }

    /** For the log: nothing here is asserted. */
    private static void report(FaultSwarm swarm, long millis) {
        System.out.println("faults " + swarm.done() + " in " + millis + " ms; epochs ended by them "
                + swarm.epochsEnded() + "; agents' books read "
                + swarm.cleanBooks().size() + "; service " + new java.util.TreeMap<>(swarm.saidAll()));
    }
}
