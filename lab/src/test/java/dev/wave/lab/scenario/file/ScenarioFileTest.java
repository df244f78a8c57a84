package dev.wave.lab.scenario.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.lab.scenario.LinkLatency;
import dev.wave.lab.scenario.Scenario;
import dev.wave.lab.scenario.Setup;
import dev.wave.lab.scenario.Setup.Side;
import dev.wave.lab.scenario.Sweep.Variable;
import dev.wave.lab.threads.Placement.Prefetch;
import dev.wave.lab.workload.ClosedLoop;
import dev.wave.sim.machine.LinkShape;
import dev.wave.threads.policy.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioFileTest {
    private static final String EVERYTHING = """
                title = "mine"
                [machine]
                preset = "coherent"
                [machine.overrides]
                "link.read" = "0.5 us"
                nic.cores = 4
                [host]
                cores = 8
                threads = 50
                queue-depth = 64
                [link]
                shape = "nic-cached"
                prestage = 2
                prefetch = false
                [workload]
                arrivals = "closed"
                think = "1 ms"
                load = 0.25
                [[workload.class]]
                name = "A"
                share = 0.9
                service = "1.5 us"
                [[workload.class]]
                name = "B"
                service = "100 us"
                distribution = "exponential"
                [policy]
                name = "RoundRobin"
                slice = "20 us"
                [sweep]
                of = "constant"
                constant = "interrupt.flight"
                values = ["2 us", "100 ns"]
                [goal]
                class = "B"
                [run]
                seed = 7
                requests = 5000
                repetitions = 3
                """;

    private static final String MISTAKES = """
                titel = "mine"
                [machine]
                preset = "mount-evan"
                [machine.overrides]
                "link.raed" = "1 us"
                "link.read" = "1 GHz"
                [host]
                cores = 1
                queue-depth = 100
                [link]
                shape = 3
                [workload]
                load = "0.5"
                think = "1 ms"
                [policy]
                slice = "30"
                name = "Shinjku"
                [sweep]
                of = "link-latency"
                values = ["1 us", 5]
                [polcy]
                [run]
                seed = 1.5
                """;

    private static final List<String> ANSWERS = List.of(
            "1: titel: there is no such key; did you mean title?",
            "3: machine.preset: there is no 'mount-evan'; did you mean 'mount-evans'?",
            "5: machine.overrides: there is no constant 'link.raed'; did you mean link.read?",
            "6: machine.overrides: \"1 GHz\" is no value of link.read; give text such as \"100 ns\".",
            "8: host.cores: 1 makes no sense; give a whole number from 2 to 256.",
            "9: host.queue-depth: 100 makes no sense; give a power of two, such as 64 or 128.",
            "11: link.shape: 3 is no text; write it in quotation marks.",
            "13: workload.load: \"0.5\" makes no sense; give a number above 0, up to 2.",
            "14: workload.think: is for workload.arrivals = \"closed\" alone",
            "16: policy.slice: \"30\" makes no sense; give a time such as \"30 us\", from 1 us to 1 s.",
            "17: policy.name: no policy 'Shinjku'",
            "20: sweep.values: 5 makes no sense; give a time such as \"30 us\", from 1 ns to 1 ms.",
            "21: polcy: there is no such key; did you mean policy?",
            "23: run.seed: 1.5 makes no sense; give a whole number");

    @TempDir
    private Path folder;

    @Test
    void emptyScenarioIsTheDefaults() throws IOException {
        Scenario scenario = read("");
        assertEquals("s.toml", scenario.title());
        assertEquals(MachineModel.MOUNT_EVANS, scenario.base().model());
        assertEquals(LinkShape.TUNED, scenario.base().offloaded().shape());
        assertEquals(16, scenario.base().cores());
        assertEquals(0.7, scenario.base().load());
        assertEquals(Variable.LOAD, scenario.sweep().variable());
        assertEquals(List.of("GET"), scenario.base().workload().classNames());
        assertEquals("Shinjuku", scenario.base().policy().name());
    }

    @Test
    void everythingThatIsSaidOfMachineLinkAndHostIsTaken() throws IOException {
        Scenario scenario = read(EVERYTHING);
        Setup base = scenario.base();
        assertEquals(500, base.model().value(Cost.LINK_READ));
        assertEquals(4, base.model().count(Cost.NIC_CORES));
        assertTrue(base.model().constant(Cost.LINK_READ).source().endsWith("s.toml:5"));
        assertEquals(LinkShape.NIC_CACHED, base.offloaded().shape());
        assertEquals(2, base.offloaded().prestage());
        assertEquals(Prefetch.OFF, base.offloaded().prefetch());
        assertEquals(7, base.plan(Side.ON_HOST).geometry().cores());
        assertEquals(8, base.plan(Side.OFFLOADED).geometry().cores());
        assertEquals(64, base.plan(Side.OFFLOADED).geometry().messageSlots());
        assertEquals(50, base.plan(Side.OFFLOADED).workers());
    }

    @Test
    void everythingThatIsSaidOfWorkloadSweepAndRunIsTaken() throws IOException {
        Scenario scenario = read(EVERYTHING);
        Setup base = scenario.base();
        ClosedLoop loop = (ClosedLoop) base.workload();
        assertEquals(1e6, loop.think().meanNanos());
        assertEquals(0.1, loop.mix().classes().get(1).share(), 1e-9);
        assertEquals(0.9 * 1_500 + 0.1 * 100_000, loop.meanServiceNanos(), 1e-6);
        assertEquals(20_000, base.policy().parameters().sliceNanos());
        assertEquals(List.of(100.0, 2_000.0), scenario.sweep().values());
        assertEquals(2_000, scenario.sweep().at(base, 2_000).model().value(Cost.INTERRUPT_FLIGHT));
        assertEquals("B", scenario.goalClassName());
        assertEquals(7, scenario.extent().seed());
    }

    @Test
    void everyMistakeIsNamedAtOnceWithLineKeyAndWhatToWrite() {
        List<String> problems = problems(MISTAKES);
        assertEquals(ANSWERS.size(), problems.size(), String.join("\n", problems));
        for (int i = 0; i < ANSWERS.size(); i++) {
            String line = problems.get(i).substring(folder.toString().length() + "/s.toml:".length());
            assertTrue(line.startsWith(ANSWERS.get(i)), line + "\nis not\n" + ANSWERS.get(i));
        }
    }

    @Test
    void mistakesInClassesAndFilesAreNamedToo() {
        says("s.toml:3: workload.class.sevice: there is no such key; did you mean workload.class.service?", """
                [[workload.class]]
                name = "A"
                sevice = "1 us"
                """);
        says("s.toml:1: workload.class: the shares of the classes add up to 1.2, not to 1.", """
                [[workload.class]]
                name = "A"
                share = 0.6
                service = "1 us"
                [[workload.class]]
                name = "B"
                share = 0.6
                service = "1 us"
                """);
        says("s.toml:3: workload.trace: " + folder.resolve("none.csv") + ": there is no such file.", """
                [workload]
                arrivals = "trace"
                trace = "none.csv"
                """);
        says("s.toml:2: workload.trace: is for workload.arrivals = \"trace\" alone", """
                [workload]
                trace = "none.csv"
                """);
        says("s.toml:1: sweep.constant: must be given", """
                [sweep]
                of = "constant"
                values = [1]
                """);
        says("s.toml:2: goal.class: there is no 'SCAN'; did you mean 'GET'?", """
                [goal]
                class = "SCAN"
                """);
    }

    @Test
    void whatIsNoTomlIsNamedWithItsLine() {
        says("s.toml:2: ", "title = \"a\"\n[machine\n");
        String missing = assertThrows(
                        UnusableScenario.class, () -> ScenarioFile.read(folder.resolve("none.toml"), Policies::byName))
                .getMessage();
        assertTrue(
                missing.endsWith("none.toml: cannot be read (NoSuchFile); name a scenario, such as"
                        + " examples/scenarios/load.toml."),
                missing);
    }

    @Test
    void ownModelsAreReadBesideTheScenario() throws IOException {
        try (var preset = Cost.class.getResourceAsStream("mount-evans.model")) {
            String text = new String(preset.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            Files.writeString(folder.resolve("my.model"), text.replace("link.read = 750 ns", "link.read = 900 ns"));
            Files.writeString(folder.resolve("bad.model"), text.replace("link.read = 750 ns", "link.read = soon"));
        }
        assertEquals(900, read("[machine]\nmodel = \"my.model\"").base().model().value(Cost.LINK_READ));
        says("s.toml:2: machine.model: " + folder.resolve("bad.model") + ":", "[machine]\nmodel = \"bad.model\"");
    }

    @Test
    void linkLatencyMovesAllThatCrossesTheLink() {
        MachineModel slow = LinkLatency.set(MachineModel.MOUNT_EVANS, LinkShape.TUNED, 1_750);
        assertEquals(1_750, slow.value(Cost.LINK_READ));
        assertEquals(875, slow.value(Cost.LINK_ONE_WAY));
        assertEquals(
                MachineModel.MOUNT_EVANS.value(Cost.INTERRUPT_FLIGHT) + 500, slow.value(Cost.INTERRUPT_FLIGHT), 1e-9);
        assertEquals(MachineModel.MOUNT_EVANS.value(Cost.NIC_LOAD_MISS), slow.value(Cost.NIC_LOAD_MISS));
        MachineModel coherent = LinkLatency.set(MachineModel.COHERENT, LinkShape.COHERENT, 300);
        assertEquals(150, coherent.value(Cost.NIC_STORE_VISIBLE));
    }

    private void says(String message, String text) {
        List<String> problems = problems(text);
        assertTrue(
                problems.stream()
                        .anyMatch(problem -> problem.substring(folder.toString().length() + 1)
                                .startsWith(message)),
                String.join("\n", problems) + "\ndoes not say\n" + message);
    }

    private List<String> problems(String text) {
        return assertThrows(UnusableScenario.class, () -> read(text)).problems();
    }

    private Scenario read(String text) throws IOException {
        return ScenarioFile.read(Files.writeString(folder.resolve("s.toml"), text), Policies::byName);
    }
}
