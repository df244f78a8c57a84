package dev.wave.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.cli.trace.SimulatedTrace.Stretch;
import dev.wave.cli.trace.TraceReader.Drawn;
import dev.wave.lab.swarm.Swarm;
import dev.wave.lab.swarm.SwarmResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated run, drawn: what its host and agents did, and that recording it changed nothing. */
class SimulatedTraceTest {
    private static final long SEED = 14;

    @TempDir
    private Path folder;

    private TraceReader drawn(Stretch stretch) throws IOException {
        Path file = folder.resolve("trace.json");
        SwarmResult result = SimulatedTrace.of(file, stretch, Map.of("seed", SEED), () -> Swarm.one(SEED));
        assertEquals(Swarm.one(SEED), result, "a run that is recorded is the same run");
        return TraceReader.read(Files.readString(file));
    }

    @Test
    void coresAndAgentsAreTracksAndDecisionsLeadFromMessagesToRuns() throws IOException {
        TraceReader trace = drawn(Stretch.ALL);
        assertTrue(trace.tracks().containsAll(List.of("who decides", "core 0", "epoch 1")), () -> "" + trace.tracks());
        long runs = trace.drawn().stream()
                .filter(slice -> slice.track().matches("core \\d+") && slice.end() > slice.start())
                .count();
        assertTrue(runs > 50, "runs: " + runs);
        List<List<Drawn>> whole = trace.arrows().stream()
                .filter(way -> way.getFirst().track().endsWith("link")
                        && way.stream().anyMatch(slice -> slice.name().startsWith("decide"))
                        && way.getLast().track().matches("core \\d+"))
                .toList();
        assertTrue(whole.size() > 20, "arrows from a message over a decision to a run: " + whole.size());
    }

    @Test
    void stretchOfVirtualTimeIsAllThatIsDrawn() throws IOException {
        TraceReader trace = drawn(new Stretch(300_000, 800_000));
        assertTrue(trace.drawn().size() > 10, "drawn: " + trace.drawn().size());
        assertTrue(trace.drawn().stream().allMatch(slice -> slice.start() <= 500_000), "nothing later");
    }

    @Test
    void fileThatCannotBeWrittenIsRefusedInOneLine() {
        Path file = folder.resolve("trace.json");
        assertTrue(file.toFile().mkdir());
        TraceFailure refused = assertThrows(
                TraceFailure.class, () -> SimulatedTrace.of(file, Stretch.ALL, Map.of(), () -> Swarm.one(17)));
        assertEquals(1, refused.getMessage().lines().count());
    }
}
