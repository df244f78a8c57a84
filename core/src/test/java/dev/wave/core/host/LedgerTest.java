package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.Seeds;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetWord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording of the ledger holds, and that its entries find each other. */
class LedgerTest {
    private static final List<String> ALL = List.of(
            "wave.Message",
            "wave.MessageTaken",
            "wave.Decision",
            "wave.Outcome",
            "wave.OutcomeTaken",
            "wave.Run",
            "wave.Epoch",
            "wave.Preemption",
            "wave.Step");

    @TempDir
    private Path folder;

    private SteppedHost host = SteppedHost.ofCores(2);

    /** A decision's name in all entries. */
    private record Id(long epoch, long decision) {}

    /** A message's name, and that of what a decision is based on. */
    private record Basis(int target, int generation, long sequence) {}

    private List<RecordedEvent> recorded(Runnable story) throws IOException {
        Path file = folder.resolve("ledger.jfr");
        try (Recording recording = new Recording()) {
            ALL.forEach(recording::enable);
            recording.start();
            story.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }

    private static Id id(RecordedEvent event) {
        return new Id(event.getLong("epoch"), event.getLong("decision"));
    }

    private static Basis basis(RecordedEvent event, String sequence) {
        return new Basis(event.getInt("target"), event.getInt("generation"), event.getLong(sequence));
    }

    @Test
    void oneRunIsTracedFromItsMessageToItsEnd() throws IOException {
        FifoAgent agent = host.attached();
        HostTarget target = host.blocked();
        target.targetClass(3);
        List<RecordedEvent> events = recorded(() -> {
            host.clock.advance(10);
            host.wake(target);
            host.clock.advance(10);
            agent.step();
            host.clock.advance(10);
            HostTarget taken = host.enclave.take(0) == target ? target : host.enclave.take(1);
            assertEquals(target, taken);
            agent.port().preempt(0, 1);
            host.clock.advance(500);
            host.off(target, TargetEvent.PREEMPT, 0);
            agent.receive();
        });
        RecordedEvent message = of(events, "wave.Message").getFirst();
        assertEquals("READY", message.getString("kind"));
        assertEquals("stepped:", message.getString("link"));
        assertEquals(3, message.getInt("targetClass"));
        RecordedEvent taken = of(events, "wave.MessageTaken").getFirst();
        assertEquals(10, taken.getLong("nanos") - message.getLong("nanos"));
        RecordedEvent decision = of(events, "wave.Decision").getFirst();
        assertEquals(basis(message, "sequence"), basis(decision, "stamp"));
        RecordedEvent outcome = of(events, "wave.Outcome").getFirst();
        assertEquals(id(decision), id(outcome));
        assertEquals("COMMITTED", outcome.getString("outcome"));
        assertEquals(id(decision), id(of(events, "wave.OutcomeTaken").getFirst()));
        assertEquals(1, of(events, "wave.Preemption").getFirst().getLong("dispatch"));
        RecordedEvent run = of(events, "wave.Run").getFirst();
        assertEquals(outcome.getLong("dispatch"), run.getLong("dispatch"));
        assertEquals(500, run.getLong("ranNanos"));
        assertEquals("PREEMPT", run.getString("end"));
        assertEquals(agent.epoch(), run.getLong("epoch"));
        assertEquals(3, run.getInt("targetClass"));
    }

    @Test
    void everyDecisionHasOneOutcomeAndEveryOutcomeItsDecision() {
        Seeds.each(LedgerTest.class, 3, (seed, random) -> {
            host = SteppedHost.ofCores(2);
            List<RecordedEvent> events = recorded(() -> swarm(random));
            Set<Id> decisions = ids(of(events, "wave.Decision"));
            assertEquals(decisions, ids(of(events, "wave.Outcome")));
            assertTrue(decisions.size() > 50, decisions.size() + " decisions");
            checkMessages(events);
            checkRuns(events);
            long changes = of(events, "wave.Epoch").size();
            assertEquals(6, changes, "epochs begin and end");
        });
    }

    /** Fails on an id that occurs twice. */
    private static Set<Id> ids(List<RecordedEvent> events) {
        Set<Id> ids = new HashSet<>();
        events.forEach(event -> assertTrue(ids.add(id(event)), () -> "twice: " + event));
        return ids;
    }

    private static void checkMessages(List<RecordedEvent> events) {
        Set<Basis> messages = new HashSet<>();
        of(events, "wave.Message").forEach(event -> messages.add(basis(event, "sequence")));
        of(events, "wave.Decision")
                .forEach(event -> assertTrue(messages.contains(basis(event, "stamp")), () -> "no message: " + event));
    }

    private static void checkRuns(List<RecordedEvent> events) {
        List<RecordedEvent> outcomes = of(events, "wave.Outcome");
        long committed = outcomes.stream()
                .filter(event -> event.getString("outcome").equals("COMMITTED"))
                .count();
        long decided = of(events, "wave.Run").stream()
                .filter(event -> event.getLong("epoch") != 0)
                .count();
        assertEquals(committed, decided, "a run for each commit");
        assertTrue(committed < outcomes.size(), "some are refused or abandoned");
    }

    /** Targets run and stop at random under agents that come and go; at the end everything is off its core and the epoch is over. */
    private void swarm(RandomGenerator random) {
        List<HostTarget> targets = Stream.generate(host::ready).limit(8).toList();
        List<Deque<HostTarget>> cores = List.of(new ArrayDeque<>(), new ArrayDeque<>());
        for (int life = 0; life < 3; life++) {
            FifoAgent agent = host.attached();
            agent.prestage = 2;
            for (int i = 0; i < 200; i++) {
                turn(random, agent, targets, cores);
            }
            agent.leave();
            host.watch(SteppedHost.MILLI);
        }
        for (int core = 0; core < 2; core++) {
            stop(cores, core, TargetEvent.BLOCK);
        }
    }

    private void turn(
            RandomGenerator random, FifoAgent agent, List<HostTarget> targets, List<Deque<HostTarget>> cores) {
        int core = random.nextInt(2);
        host.clock.advance(1 + random.nextInt(1000));
        switch (random.nextInt(5)) {
            case 0 -> host.wake(targets.get(random.nextInt(targets.size())));
            case 1 -> agent.step();
            // A hint that changes under a decision makes it stale.
            case 2 -> host.off(targets.get(random.nextInt(targets.size())), TargetEvent.CHANGE, TargetWord.NO_CORE);
            case 3 -> stop(cores, core, random.nextBoolean() ? TargetEvent.YIELD : TargetEvent.BLOCK);
            default -> {
                HostTarget next = cores.get(core).isEmpty() ? host.enclave.take(core) : null;
                if (next != null) {
                    cores.get(core).add(next);
                }
            }
        }
    }

    private void stop(List<Deque<HostTarget>> cores, int core, TargetEvent how) {
        HostTarget running = cores.get(core).poll();
        if (running != null) {
            host.off(running, how, core);
        }
    }

    @Test
    void runsOfTheFallbackBelongToNoEpoch() throws IOException {
        List<RecordedEvent> events = recorded(() -> {
            HostTarget target = host.ready();
            host.runs(1, target);
            host.clock.advance(70);
            host.off(target, TargetEvent.EXIT, 1);
        });
        RecordedEvent run = of(events, "wave.Run").getFirst();
        assertEquals(0, run.getLong("epoch"));
        assertEquals("EXIT", run.getString("end"));
        assertEquals(70, run.getLong("ranNanos"));
    }

    @Test
    void runThatBeganBeforeTheRecordingIsNotMadeUp() throws IOException {
        HostTarget target = host.ready();
        // Recorded at its start, not at its end; its next run is the other way round.
        List<RecordedEvent> first = recorded(() -> host.runs(0, target));
        host.off(target, TargetEvent.YIELD, 0);
        host.runs(0, target);
        List<RecordedEvent> second = recorded(() -> host.off(target, TargetEvent.BLOCK, 0));
        assertEquals(List.of(), of(first, "wave.Run"));
        assertEquals(List.of(), of(second, "wave.Run"));
        assertNull(target.presentRun());
    }

    @Test
    void eventsAreOffUntilAskedForAndDescribed() {
        var types = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .filter(type -> type.getName().startsWith("wave."))
                .toList();
        assertEquals(
                Set.copyOf(ALL),
                Set.copyOf(types.stream().map(type -> type.getName()).toList()));
        for (var type : types) {
            assertFalse(type.isEnabled(), type.getName());
            assertFalse(type.getLabel().isBlank(), type.getName());
            assertFalse(type.getDescription().isBlank(), type.getName());
            assertEquals("Wave", type.getCategoryNames().getFirst());
            List<String> fields =
                    type.getFields().stream().map(ValueDescriptor::getName).toList();
            assertTrue(fields.containsAll(List.of("link", "epoch", "nanos")), type.getName() + fields);
            assertFalse(fields.contains("stackTrace") && stackTraces(type), type.getName());
        }
    }

    private static boolean stackTraces(EventType type) {
        return type.getSettingDescriptors().stream()
                .anyMatch(setting -> setting.getName().equals("stackTrace")
                        && setting.getDefaultValue().equals("true"));
    }
}
