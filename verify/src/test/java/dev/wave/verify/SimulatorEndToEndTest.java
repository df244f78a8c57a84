package dev.wave.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./wave reproduce} and {@code ./wave simulate}, as users start them. */
class SimulatorEndToEndTest {
    private static final Path HOME = Path.of(System.getProperty("wave.home"));

    @TempDir
    private Path folder;

    @Test
    void experimentIsReproducedWithReportAndJson() throws IOException {
        Shell shown = wave("reproduce", "theory", "--quick", "--out", folder + "/out", "--json", folder + "/r.json");
        assertEquals(0, shown.status(), shown.out() + shown.err());
        assertTrue(shown.out().contains("M/M/1") && shown.out().contains("agrees"), shown.out());
        String json = Files.readString(folder.resolve("r.json"));
        for (String field : List.of(
                "\"schema\": \"wave-reproduce-1\"",
                "\"simulated\": true",
                "\"machine\": {\"processor\": ",
                "\"JDK\": ",
                "\"commit\": ",
                "\"seed\": 42",
                "\"complete\": true",
                "\"experiments\": [{\"name\": \"theory\"",
                "\"half_width\": ",
                "\"verdict\": \"agrees\"")) {
            assertTrue(json.contains(field), field + " is not in " + json);
        }
        String page = Files.readString(folder.resolve("out/report.html"));
        assertTrue(page.contains("Simulated, not measured"), page);
        assertFalse(page.contains("http"), "the report needs a network");
    }

    @Test
    void unknownExperimentsAndPlacesThatCannotBeWrittenAreRefusedBeforeAnythingRuns() {
        Shell unknown = wave("reproduce", "teory");
        assertEquals(2, unknown.status());
        assertTrue(unknown.err().contains("there is no experiment 'teory'; did you mean 'theory'?"), unknown.err());
        Shell place = wave("reproduce", "theory", "--json", "/proc/none/r.json");
        assertEquals(1, place.status());
        assertTrue(place.err().contains("cannot be written to /proc/none/r.json"), place.err());
        assertFalse(place.err().contains("\tat "), place.err());
    }

    @Test
    void scenarioIsAnsweredInWordsFirst() throws IOException {
        Path scenario = Files.writeString(folder.resolve("mine.toml"), """
                [host]
                cores = 4
                [policy]
                name = "examples/ClassPriority.java"
                [sweep]
                of = "link-latency"
                values = ["200 ns", "2 us"]
                [run]
                requests = 1000
                """);
        Shell shown = wave(
                "simulate",
                scenario.toString(),
                "--repeat",
                "2",
                "--out",
                folder + "/out",
                "--json",
                folder + "/s.json");
        assertEquals(0, shown.status(), shown.out() + shown.err());
        assertTrue(shown.out().startsWith("Offloading "), shown.out());
        String json = Files.readString(folder.resolve("s.json"));
        for (String field : List.of(
                "\"schema\": \"wave-scenario-1\"", "\"answer\": {\"words\": \"Offloading ", "\"throughput_gain\": {")) {
            assertTrue(json.contains(field), field + " is not in " + json);
        }
        assertTrue(Files.readString(folder.resolve("out/report.html")).contains("<polyline"), "no curve");
    }

    @Test
    void mistakesOfAScenarioAreAllNamedInALineEach() throws IOException {
        Path scenario =
                Files.writeString(folder.resolve("bad.toml"), "[link]\nshap = \"tuned\"\n[host]\ncores = \"many\"\n");
        Shell shown = wave("simulate", scenario.toString());
        assertEquals(2, shown.status());
        assertTrue(
                shown.err().contains("bad.toml:2: link.shap: there is no such key; did you mean link.shape?"),
                shown.err());
        assertTrue(shown.err().contains("bad.toml:4: host.cores: \"many\" makes no sense"), shown.err());
        assertFalse(shown.err().contains("\tat "), shown.err());
    }

    @Test
    void swarmSaysWhatItHeldAgainstAndOneSeedIsDrawn() throws IOException {
        Shell swarm = wave("simulate", "--seeds", "40", "--from", "7", "--json", folder + "/w.json", "--workers", "2");
        assertEquals(0, swarm.status(), swarm.out() + swarm.err());
        assertTrue(swarm.out().startsWith("40 seeds, "), swarm.out());
        assertTrue(swarm.out().contains("HELD     every seed stayed safe"), swarm.out());
        assertTrue(Files.readString(folder.resolve("w.json")).contains("\"schema\": \"wave-swarm-1\""));
        Path drawn = folder.resolve("seed.json");
        Shell one = wave("simulate", "--seeds", "1", "--from", "7", "--trace", drawn.toString());
        assertEquals(0, one.status(), one.out() + one.err());
        assertTrue(one.out().contains("seed 7: nothing broke"), one.out());
        assertTrue(Files.readString(drawn).contains("\"name\""), "nothing is drawn");
    }

    @Test
    void swarmsAndTracesThatMakeNoSenseAreRefusedBeforeAnythingRuns() {
        Shell none = wave("simulate", "--seeds", "0");
        assertEquals(2, none.status());
        assertTrue(none.err().contains("--seeds 0 makes no sense; give 1 or more"), none.err());
        for (List<String> verb : List.of(List.of("reproduce", "fifo"), List.of("simulate", "--seeds", "1000000"))) {
            List<String> words = new ArrayList<>(verb);
            words.addAll(List.of("--trace", "/proc/none/t.json"));
            Shell place = wave(words.toArray(String[]::new));
            assertEquals(1, place.status(), place.out() + place.err());
            assertTrue(place.err().contains("cannot be written to /proc/none/t.json"), place.err());
        }
        Shell scenario = wave("simulate", "examples/scenarios/load.toml", "--trace", folder + "/t.json");
        assertEquals(2, scenario.status());
        assertTrue(scenario.err().contains("--trace and --from are about swarms"), scenario.err());
        Shell nobody = wave("reproduce", "theory", "--trace", folder + "/t.json");
        assertEquals(2, nobody.status());
        assertTrue(nobody.err().contains("--trace needs an experiment with cores and an agent"), nobody.err());
    }

    @Test
    void runOfAnExperimentIsDrawn() throws IOException {
        Path drawn = folder.resolve("fifo.json");
        Shell shown = wave(
                "reproduce", "fifo", "--quick", "--repeat", "2", "--out", folder + "/out", "--trace", drawn.toString());
        assertEquals(0, shown.status(), shown.out() + shown.err());
        String trace = Files.readString(drawn);
        for (String track : List.of("core 15", "decide core", "COMMITTED", "\"ph\": \"s\"", "step")) {
            assertTrue(trace.contains(track) || trace.contains(track.replace(": ", ":")), track + " is not drawn");
        }
    }

    private static Shell wave(String... words) {
        List<String> command = new ArrayList<>(Processes.wave(words));
        return Shell.run(HOME, Map.of("WAVE_BUILDING", "1"), command);
    }
}
