package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.AgentRunner;
import dev.wave.core.Clock;
import dev.wave.core.IdleStrategy;
import dev.wave.core.link.ShmLink;
import dev.wave.core.protocol.Outcome;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.policy.Policies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A host that was written in C from docs/protocol.md alone, under agents in Java and in C. It ends with 0 only if every request was served
 * exactly once, no target ever ran on two cores, and every decision got one outcome.
 */
class CHostTest {
    private static final int REQUESTS = 60_000;

    @TempDir
    private static Path programs;

    private final String link = "c-host-" + ProcessHandle.current().pid();

    @BeforeAll
    static void compile() {
        PeerProgram.compile(programs);
    }

    @AfterEach
    void removeWhatAKilledHostLeft() throws Exception {
        Files.deleteIfExists(Path.of("/dev/shm/wave-" + link));
    }

    static Stream<String> policies() {
        return Policies.NAMES.stream();
    }

    private PeerProgram host(int requests) throws Exception {
        PeerProgram host = PeerProgram.start(
                programs, "host", link, "--cores", "2", "--requests", Integer.toString(requests), "--limit-s", "50");
        host.until("link", () -> Files.exists(Path.of("/dev/shm/wave-" + link)));
        return host;
    }

    @ParameterizedTest
    @MethodSource("policies")
    void javaAgentSchedulesTheTargetsOfTheCHost(String policy) throws Exception {
        try (PeerProgram host = host(REQUESTS)) {
            var agent = new ThreadAgent(
                    ShmLink.open(link),
                    Policies.byName(policy, Policies.Parameters.DEFAULT),
                    AgentOptions.DEFAULT,
                    Clock.system());
            try (var runner = new AgentRunner(agent, IdleStrategy.SPIN_THEN_SLEEP, Clock.system()).start()) {
                host.done();
                assertEquals(null, runner.failure());
            }
            assertTrue(committed(host) > REQUESTS / 10, () -> "the agent decided: " + host.said());
            // A ring may come after the look because the machine was busy; rings that never come are as many as sleeps.
            assertTrue(host.number("late") < 20, () -> "decisions lay there and nobody rang: " + host.said());
            for (Outcome never : List.of(Outcome.MALFORMED, Outcome.WRONG_CORE, Outcome.UNKNOWN_TARGET)) {
                assertEquals(0, host.numbers("outcomes").get(never.code() - 1), () -> never + ": " + host.said());
            }
        }
    }

    @Test
    void fallbackOfTheCHostServesEverythingWithoutAnAgent() throws Exception {
        try (PeerProgram host = host(REQUESTS)) {
            host.done();
            assertEquals(0, committed(host));
            assertTrue(host.number("fallback") >= REQUESTS, host::said);
        }
    }

    @Test
    void cAgentsAreKilledReplacedAndLeaveInGoodOrder() throws Exception {
        try (PeerProgram host = host(700_000);
                PeerProgram first = inCharge();
                PeerProgram second = afterKilling(first);
                PeerProgram third = replacing()) {
            second.done().checkAgentsBooks();
            assertTrue(second.said().contains("\"revoked\""), second::said);
            third.signal("TERM");
            third.done().checkAgentsBooks();
            assertTrue(third.said().contains("\"stopped\""), third::said);
            host.done();
            assertTrue(host.numbers("epochs").getFirst() >= 3, host::said);
            assertTrue(host.number("fallback") > 0 && committed(host) > 0, host::said);
        }
    }

    private PeerProgram inCharge(String... more) throws Exception {
        String[] words = Stream.concat(Stream.of("agent", "shm:" + link), Stream.of(more))
                .toArray(String[]::new);
        PeerProgram agent = PeerProgram.start(programs, words);
        agent.until("epoch", () -> agent.said().contains("epoch "));
        return agent;
    }

    private PeerProgram afterKilling(PeerProgram agent) throws Exception {
        agent.kill();
        return inCharge();
    }

    private PeerProgram replacing() throws Exception {
        return inCharge("--replace");
    }

    private static long committed(PeerProgram host) {
        return host.numbers("outcomes").getFirst();
    }
}
