package dev.wave.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.cli.trace.Chains.Chain;
import dev.wave.cli.trace.Entries.Window;
import dev.wave.core.IdleStrategy;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.policy.Policies;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import dev.wave.threads.virtual.ThreadHints;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real virtual threads under a real agent, recorded from the first moment to the last, read back, joined and drawn. */
class RoundTripTest {
    private static final int THREADS = 300;
    private static final int WAIT_SECONDS = 60;

    @TempDir
    private static Path folder;

    private static Path recorded;

    @BeforeAll
    static void record() throws Exception {
        recorded = folder.resolve("both.jfr");
        try (Recording recording = new Recording()) {
            List.of(
                            "Message",
                            "MessageTaken",
                            "Decision",
                            "Outcome",
                            "OutcomeTaken",
                            "Run",
                            "Epoch",
                            "Preemption",
                            "Step")
                    .forEach(event -> recording.enable("wave." + event));
            recording.start();
            work();
            recording.stop();
            recording.dump(recorded);
        }
    }

    /** Threads that block and yield, under an agent that comes while they run and leaves in good order. */
    private static void work() throws InterruptedException {
        String name = "trace-" + ProcessHandle.current().pid();
        CountDownLatch done = new CountDownLatch(THREADS);
        try (ThreadEnclave enclave =
                ThreadEnclave.open(EnclaveOptions.named(name).withCores(2))) {
            enclave.startAgent(
                    Policies.byName("Fifo", Policies.Parameters.DEFAULT),
                    AgentOptions.DEFAULT,
                    IdleStrategy.SPIN_THEN_SLEEP);
            for (int i = 0; i < THREADS; i++) {
                var factory = enclave.threadFactory(ThreadHints.NONE.withThreadClass(i % 3));
                factory.newThread(() -> turn(done)).start();
                LockSupport.parkNanos(100_000);
            }
            assertTrue(done.await(WAIT_SECONDS, TimeUnit.SECONDS), done + " threads did not end");
        }
    }

    private static void turn(CountDownLatch done) {
        LockSupport.parkNanos(200_000);
        Thread.yield();
        done.countDown();
    }

    private static Entries entries(int most) {
        return Entries.read(List.of(recorded), Window.EVER, most);
    }

    @Test
    void everyDecisionFindsItsOneOutcomeAndItsMessage() {
        Entries entries = entries(Integer.MAX_VALUE);
        assertEquals(0, entries.lostBytes());
        Chains chains = Chains.of(entries);
        assertTrue(chains.all().size() > THREADS, chains.all().size() + " decisions");
        assertEquals(0, chains.strayAnswers());
        assertEquals(chains.all().size(), entries.of(Entry.Answer.class).size(), "as many outcomes as decisions");
        Set<Entry.Id> ids = new HashSet<>();
        for (Chain chain : chains.all()) {
            assertTrue(ids.add(chain.decision().id()), () -> "twice: " + chain);
            assertTrue(chain.whole(), () -> "incomplete: " + chain);
        }
    }

    @Test
    void timesOfBothSidesAreInTheOrderOfCauseAndEffect() {
        for (Chain chain : Chains.of(entries(Integer.MAX_VALUE)).all()) {
            long sent = chain.message().nanos();
            long decided = chain.decision().nanos();
            assertTrue(chain.taken() != null && sent <= chain.taken().nanos(), chain::toString);
            assertTrue(chain.taken().nanos() <= decided, chain::toString);
            assertTrue(decided <= chain.answer().nanos(), chain::toString);
        }
    }

    @Test
    void everyCommittedDecisionHasARunAndNoRunAnother() {
        Entries entries = entries(Integer.MAX_VALUE);
        long committed = entries.of(Entry.Answer.class).stream()
                .filter(Entry.Answer::committed)
                .count();
        List<Entry.Run> decided = entries.of(Entry.Run.class).stream()
                .filter(run -> run.epoch() != 0)
                .toList();
        assertEquals(committed, decided.size());
        assertEquals(
                decided.size(),
                decided.stream().map(Entry.Run::start).distinct().count());
        assertTrue(decided.stream().allMatch(run -> run.ranNanos() >= 0));
        assertEquals(
                Set.of(0, 1, 2),
                Set.copyOf(decided.stream().map(Entry.Run::targetClass).toList()));
    }

    @Test
    void traceIsDrawnAsReadersWantIt() throws Exception {
        Path out = folder.resolve("deep/trace.json");
        Trace.Result[] told = new Trace.Result[1];
        Trace.run(from(out, Integer.MAX_VALUE, recorded), quiet(), result -> told[0] = result);
        Trace.Result result = told[0];
        TraceReader trace = TraceReader.read(Files.readString(out));
        assertTrue(trace.tracks().containsAll(Set.of("who decides", "core 0", "core 1", "epoch 1")), trace::toString);
        long whole = ((Number) result.json().get("traced-whole")).longValue();
        assertEquals(trace.arrows().size(), whole, "an arrow for each decision");
        assertTrue(result.lines().getLast().contains("ui.perfetto.dev"), result::toString);
    }

    @Test
    void tooManyEntriesAreLeftOutFromTheStartAndCounted() {
        Entries all = entries(Integer.MAX_VALUE);
        Entries few = entries(1_000);
        assertTrue(
                few.all().size() <= 1_000 && few.all().size() > 900, few.all().size() + " kept");
        assertEquals(all.all().size(), few.all().size() + few.dropped());
        assertEquals(all.all().getLast(), few.all().getLast());
        assertTrue(Summary.of(few).lines().stream().anyMatch(line -> line.contains("left out")));
    }

    @Test
    void whatIsNoRecordingIsRefusedInOneLine() throws IOException {
        Path garbage = Files.writeString(folder.resolve("garbage.jfr"), "no recording");
        for (Path file : List.of(garbage, folder.resolve("missing.jfr"))) {
            String message = assertThrows(
                            TraceFailure.class,
                            () -> Trace.run(from(folder.resolve("t.json"), 10, file), quiet(), result -> {}))
                    .getMessage();
            assertTrue(message.contains(file.toString()) && message.lines().count() == 1, message);
        }
    }

    @Test
    void placeThatCannotBeWrittenIsNamedInOneLine() {
        Path full = Path.of("/dev/full");
        Path file = Files.exists(full) ? full : folder;
        String message = assertThrows(
                        TraceFailure.class, () -> Trace.run(from(file, 1_000, recorded), quiet(), result -> {}))
                .getMessage();
        assertTrue(message.contains(file.toString()) && message.contains("--out"), message);
    }

    @Test
    void processThatIsNoJvmOrStandsStillIsNotAsked() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Jcmd jcmd = new Jcmd("service", other.pid());
            String message = assertThrows(TraceFailure.class, jcmd::requireJvm).getMessage();
            assertTrue(message.contains("is no JVM"), message);
            assertEquals(
                    0,
                    new ProcessBuilder("kill", "-STOP", "" + other.pid())
                            .start()
                            .waitFor());
            String stopped = assertThrows(TraceFailure.class, jcmd::requireJvm).getMessage();
            assertTrue(stopped.contains("is stopped"), stopped);
        } finally {
            other.destroyForcibly().waitFor();
        }
        String gone = assertThrows(TraceFailure.class, new Jcmd("service", other.pid())::requireJvm)
                .getMessage();
        assertTrue(gone.contains("any more"), gone);
    }

    @Test
    void linkIsTheSameWithDelaysAndWithout() {
        assertEquals("shm:orders", Parties.plain("delayed:mount-evans:orders"));
        assertEquals("shm:orders", Parties.plain("shm:orders"));
    }

    private static TraceOptions from(Path out, int most, Path... files) {
        return new TraceOptions(
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(files),
                1,
                out,
                Optional.empty(),
                most);
    }

    private static PrintWriter quiet() {
        return new PrintWriter(new StringWriter());
    }
}
