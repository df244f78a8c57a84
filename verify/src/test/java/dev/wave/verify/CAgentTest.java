package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.host.Counters;
import dev.wave.core.link.ShmLink;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent that was written in C from docs/protocol.md alone, in charge of virtual threads in this process. */
class CAgentTest {
    private static final int CORES = 2;
    private static final int IN_FLIGHT = 200;

    @TempDir
    private static Path programs;

    private final String link = "c-agent-" + ProcessHandle.current().pid();
    private final AtomicIntegerArray answers = new AtomicIntegerArray(2_000_000);
    private final AtomicLong answered = new AtomicLong();

    @BeforeAll
    static void compile() {
        PeerProgram.compile(programs);
    }

    /** A service under load: each request is a virtual thread that computes, blocks and yields, and answers once. */
    private final class Service implements AutoCloseable {
        final ThreadEnclave enclave =
                ThreadEnclave.open(EnclaveOptions.named(link).withCores(CORES));
        private final ExecutorService executor = enclave.newThreadPerTaskExecutor();
        private final Thread client;
        private volatile boolean closing;
        private int sent;

        Service() {
            client = Thread.ofPlatform().start(this::send);
        }

        private void send() {
            while (!closing && sent < answers.length()) {
                if (sent - answered.get() < IN_FLIGHT) {
                    int request = sent++;
                    executor.execute(() -> serve(request));
                } else {
                    Thread.yield();
                }
            }
        }

        private void serve(int request) {
            if (request % 3 == 0) {
                Thread.yield();
            } else if (request % 64 == 1) {
                java.util.concurrent.locks.LockSupport.parkNanos(50_000);
            }
            answers.incrementAndGet(request);
            answered.incrementAndGet();
        }

        long sum(int word) {
            return IntStream.range(0, CORES)
                    .mapToLong(core -> enclave.counters(core).get(word))
                    .sum();
        }

        /** Stops sending, waits for what is under way, and looks at every answer. */
        void check() throws InterruptedException {
            closing = true;
            client.join();
            executor.close();
            assertEquals(sent, answered.get(), "answers");
            for (int request = 0; request < sent; request++) {
                assertEquals(1, answers.get(request), "answers to request " + request);
            }
            assertEquals(
                    sum(Counters.DISPATCHES),
                    sum(Outcome.COMMITTED.code() - 1) + sum(Counters.FALLBACK_RUNS),
                    "every run had one cause");
        }

        @Override
        public void close() {
            closing = true;
            enclave.close();
        }
    }

    private PeerProgram agent(String... more) throws Exception {
        String[] words = IntStream.range(0, 2 + more.length)
                .mapToObj(i -> i == 0 ? "agent" : i == 1 ? "shm:" + link : more[i - 2])
                .toArray(String[]::new);
        return PeerProgram.start(programs, words);
    }

    /** Waits until an agent runs the service: a good number of decisions committed since now. */
    private static void awaitDecisions(Service service, PeerProgram agent) throws InterruptedException {
        long before = service.sum(Outcome.COMMITTED.code() - 1);
        agent.until("commits", () -> service.sum(Outcome.COMMITTED.code() - 1) > before + 20_000);
    }

    @Test
    void cAgentRunsJavaThreadsIsKilledAndStartedAgain() throws Exception {
        try (Service service = new Service()) {
            for (int round = 0; round < 5; round++) {
                try (PeerProgram agent = agent()) {
                    awaitDecisions(service, agent);
                    agent.kill();
                }
            }
            try (PeerProgram last = agent()) {
                awaitDecisions(service, last);
                service.check();
                last.signal("TERM");
                last.done().checkAgentsBooks();
                assertTrue(last.said().contains("\"stopped\""), last::said);
            }
            assertTrue(service.enclave.watchdogCounters().get(Counters.EPOCHS) >= 6);
        }
    }

    @Test
    void stoppedCAgentComesBackAfterItsSilence() throws Exception {
        try (Service service = new Service();
                PeerProgram agent = agent()) {
            awaitDecisions(service, agent);
            long fallback = service.sum(Counters.FALLBACK_RUNS);
            agent.signal("STOP");
            agent.until("fallback", () -> service.sum(Counters.FALLBACK_RUNS) > fallback + 1000);
            agent.signal("CONT");
            awaitDecisions(service, agent);
            service.check();
            assertTrue(service.enclave.watchdogCounters().get(Counters.ENDED_SILENT) >= 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void garbageOfAHostileAgentIsRefusedAndHarmsNobody(int seed) throws Exception {
        try (Service service = new Service();
                PeerProgram hostile = agent("--hostile", Integer.toString(seed))) {
            int refusals = Outcome.MALFORMED.code() - 1;
            hostile.until("refusals", () -> service.sum(refusals) > 20);
            long answersSoFar = answered.get();
            hostile.until("progress", () -> answered.get() > answersSoFar + 1000);
            hostile.signal("TERM");
            hostile.done();
            try (PeerProgram good = agent()) {
                awaitDecisions(service, good);
                service.check();
            }
        }
    }

    /** Otherwise the host could read a queue of the former owner's as this agent's, and end its epoch as nonsense before it began. */
    @Test
    void claimTakesBackWhatAFormerOwnerAccepted() throws Exception {
        Geometry geometry = Geometry.ofCores(CORES);
        long toNicBytes = RegionLayout.toNicBytes(geometry);
        long toHostBytes = RegionLayout.toHostBytes(geometry);
        RegionLayout region = new RegionLayout(geometry, 0);
        try (ShmLink host = ShmLink.create(link, toNicBytes, toHostBytes, geometry::store)) {
            host.toHost().store(region.agentClaim() + RegionLayout.ACCEPTED, 1);
            try (PeerProgram agent = agent()) {
                agent.until("claims", () -> host.toHost().load(region.agentClaim() + RegionLayout.NONCE) != 0);
                assertEquals(0, host.toHost().load(region.agentClaim() + RegionLayout.ACCEPTED));
            }
        }
    }
}
