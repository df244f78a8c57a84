package dev.wave.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.lab.experiment.WorkerPool;
import dev.wave.lab.experiment.WorkerPool.Length;
import dev.wave.lab.experiment.WorkerPool.Progress;
import dev.wave.lab.report.Study;
import dev.wave.lab.report.StudyPage;
import dev.wave.lab.scenario.Scenario.Extent;
import dev.wave.lab.scenario.file.Key;
import dev.wave.lab.scenario.file.ScenarioFile;
import dev.wave.threads.policy.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios that come with Wave, and what the documentation says of all of them. */
class ScenariosTest {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));
    private static final Study.Settings SETTINGS = new Study.Settings(42, 2, Study.Extent.QUICK);

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve("examples/scenarios"))) {
            return files.filter(file -> file.toString().endsWith(".toml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void sixScenariosAreThere() throws IOException {
        assertTrue(scenarios().size() >= 6, scenarios().toString());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void scenarioIsAnsweredWithTableCurvesAndJson(Path file) {
        ScenarioReport report = run(file, 2);
        assertTrue(report.text().startsWith("Offloading "), report.text());
        assertTrue(report.text().contains("link latency"), report.text());
        String page = StudyPage.html(report.study(SETTINGS));
        assertTrue(page.contains("<polyline") && page.contains("Offloading "), "no curve, or no answer");
        assertFalse(page.contains("NaN"), "a number that is none");
        String json = report.json(SETTINGS);
        assertTrue(json.contains("\"schema\": \"wave-scenario-1\"") && json.contains("\"verdict\": \""), json);
    }

    @Test
    void answerIsTheSameWhateverTheNumberOfWorkers() {
        Path file = HOME.resolve("examples/scenarios/recorded.toml");
        assertEquals(run(file, 1).json(SETTINGS), run(file, 3).json(SETTINGS));
    }

    /** The first and the last value of its sweep, with as few requests as make an answer. */
    private static ScenarioReport run(Path file, int workers) {
        Scenario scenario = small(file);
        var settings = new WorkerPool.Settings(42, 2, Length.QUICK, workers);
        try (WorkerPool pool = new WorkerPool(settings, Progress.SILENT)) {
            return new ScenarioReport(new ScenarioRun(scenario, pool).run());
        }
    }

    private static Scenario small(Path file) {
        Scenario whole = ScenarioFile.read(file, Policies::byName);
        Sweep sweep = whole.sweep();
        List<Double> ends = List.of(sweep.values().getFirst(), sweep.values().getLast());
        return new Scenario(
                whole.title(),
                whole.base(),
                new Sweep(sweep.variable(), sweep.constant(), ends),
                whole.goalClass(),
                new Extent(42, 1_000, 2));
    }

    /** Stopped after so many runs: what the answer needs is run first, and is answered. */
    @Test
    void stoppedScenarioIsAnsweredWithWhatWasRunOrNotAtAll() {
        Scenario scenario = small(HOME.resolve("examples/scenarios/load.toml"));
        assertThrows(WorkerPool.Stopped.class, () -> stoppedAfter(scenario, 3));
        ScenarioResult result = stoppedAfter(scenario, 26);
        assertFalse(result.complete());
        assertTrue(result.sweep().size() < 2, result.sweep().toString());
        assertTrue(new ScenarioReport(result).text().contains("Stopped: what had been run so far."));
    }

    private static ScenarioResult stoppedAfter(Scenario scenario, int runs) {
        AtomicReference<WorkerPool> pool = new AtomicReference<>();
        Progress stopping = (what, ended, all) -> {
            if (ended == runs) {
                pool.get().stop();
            }
        };
        try (WorkerPool one = new WorkerPool(new WorkerPool.Settings(42, 2, Length.QUICK, 1), stopping)) {
            pool.set(one);
            return new ScenarioRun(scenario, one).run();
        }
    }

    @Test
    void documentedKeysAreThoseThatAreRead() throws IOException {
        String page = Files.readString(HOME.resolve("docs/simulator.md"));
        assertTrue(page.contains(Key.table()), "docs/simulator.md needs this table:\n" + Key.table());
    }
}
