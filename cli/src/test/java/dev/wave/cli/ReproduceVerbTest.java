package dev.wave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.model.Confidence;
import dev.wave.lab.experiment.Chart;
import dev.wave.lab.experiment.Experiment;
import dev.wave.lab.experiment.Findings;
import dev.wave.lab.experiment.Interval;
import dev.wave.lab.experiment.Published;
import dev.wave.lab.experiment.Row;
import dev.wave.lab.experiment.Runs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReproduceVerbTest {
    private static final Published ABOUT_FIVE = Published.range(4.5, 5.5, Confidence.FOUND, "somebody's table 3");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void agreementIsShownWithReportAndJsonAndExitStatusNought() throws IOException {
        assertEquals(Wave.DONE, run(List.of(experiment("dice", runs -> rolled(runs, ABOUT_FIVE))), "dice"));
        assertTrue(out.toString().contains("1 numbers: 1 agree"), out.toString());
        assertTrue(out.toString().contains("4.5..5.5"), out.toString());
        String page = Files.readString(folder.resolve("out/report.html"));
        assertTrue(page.contains("<svg") && page.contains("somebody&#39;s table 3".replace("&#39;", "'")), page);
        assertTrue(page.contains("Simulated, not measured") && page.contains("link.one-way"), page);
        assertFalse(page.contains("http://") || page.contains("https://") || page.contains("src="), "needs a network");
        String json = Files.readString(folder.resolve("result.json"));
        assertTrue(json.startsWith("{\"schema\": \"wave-reproduce-1\", \"simulated\": true, \"machine\": {"), json);
        assertTrue(json.contains("\"verdict\": \"agrees\""), json);
    }

    @Test
    void missThatNothingExplainsIsNamedAndEndsWithOne() {
        Published high = Published.value("20", Confidence.FOUND, "nowhere");
        assertEquals(Wave.FELL_SHORT, run(List.of(experiment("dice", runs -> rolled(runs, high)))));
        assertTrue(out.toString().contains("MISSED   dice: mean of a roll is "), out.toString());
        assertTrue(out.toString().contains("published is 20; nothing explains it"), out.toString());
    }

    @Test
    void missThatARemarkExplainsIsNone() {
        Published high = Published.value("20", Confidence.FOUND, "nowhere");
        Experiment explained = experiment("dice", runs -> {
            Findings bare = rolled(runs, high);
            return new Findings(bare.rows(), bare.charts(), List.of("mean of a roll: the die has but ten sides."));
        });
        assertEquals(Wave.DONE, run(List.of(explained)));
        assertTrue(out.toString().contains("1 off"), out.toString());
    }

    @Test
    void resultIsTheSameWhateverTheNumberOfWorkers() throws IOException {
        Experiment dice = experiment("dice", runs -> rolled(runs, ABOUT_FIVE));
        run(List.of(dice), "--workers", "1");
        String one = Files.readString(folder.resolve("result.json"));
        run(List.of(dice), "--workers", "3");
        assertEquals(one, Files.readString(folder.resolve("result.json")));
    }

    @Test
    void unknownExperimentIsAnsweredWithTheNearestName() {
        List<Experiment> two = List.of(
                experiment("dice", runs -> rolled(runs, ABOUT_FIVE)),
                experiment("coins", runs -> rolled(runs, ABOUT_FIVE)));
        assertEquals(Wave.BAD_USE, run(two, "dise"));
        assertTrue(err.toString().contains("there is no experiment 'dise'; did you mean 'dice'?"), err.toString());
        assertEquals(Wave.BAD_USE, run(two, "--repeat", "0"));
        assertTrue(err.toString().contains("--repeat 0 makes no sense; give 1 to 1000"), err.toString());
    }

    @Test
    void experimentWithAFaultIsNamedAndTheOthersAreKept() {
        Experiment broken = experiment("broken", runs -> {
            runs.all("points", List.<Callable<Integer>>of(() -> {
                throw new IllegalStateException("no such core");
            }));
            return rolled(runs, ABOUT_FIVE);
        });
        int status = run(List.of(broken, experiment("dice", runs -> rolled(runs, ABOUT_FIVE))));
        assertEquals(Wave.FELL_SHORT, status);
        assertTrue(
                out.toString().contains("FAILED   broken: points: run 1 of 1 failed: java.lang.IllegalStateException"),
                out.toString());
        assertTrue(out.toString().contains("1 agree"), out.toString());
    }

    private int run(List<Experiment> experiments, String... words) {
        List<String> line = new ArrayList<>(List.of("reproduce"));
        line.addAll(Arrays.asList(words));
        line.addAll(List.of("--quick", "--out", folder.resolve("out").toString()));
        line.addAll(List.of("--json", folder.resolve("result.json").toString()));
        CommandLine command = Wave.commandLine(List.of(new ReproduceVerb(experiments)));
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(line.toArray(String[]::new));
    }

    private static Findings rolled(Runs runs, Published published) {
        List<Callable<Double>> rolls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            long seed = runs.seed() + i;
            rolls.add(() ->
                    new SplittableRandom(seed).ints(2_000, 0, 11).average().orElseThrow());
        }
        Interval mean = Interval.of(runs.all("rolls", rolls));
        Chart chart = new Chart(
                "rolls",
                new Chart.Axis("sides", Chart.Scale.LINEAR),
                new Chart.Axis("mean", Chart.Scale.LOGARITHMIC),
                List.of(new Chart.Series("a die", List.of(new Chart.Point(11, mean), new Chart.Point(12, mean)))));
        return new Findings(
                List.of(Row.following("mean of a roll", "points", published, mean)), List.of(chart), List.of());
    }

    private static Experiment experiment(String name, Function<Runs, Findings> body) {
        return new Experiment() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String subject() {
                return "what comes of it";
            }

            @Override
            public Findings run(Runs runs) {
                return body.apply(runs);
            }
        };
    }
}
