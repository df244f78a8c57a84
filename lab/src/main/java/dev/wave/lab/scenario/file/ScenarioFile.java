package dev.wave.lab.scenario.file;

import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.core.protocol.Geometry;
import dev.wave.lab.scenario.PolicyChoice;
import dev.wave.lab.scenario.PolicyFinder;
import dev.wave.lab.scenario.Scenario;
import dev.wave.lab.scenario.Scenario.Extent;
import dev.wave.lab.scenario.Setup;
import dev.wave.lab.scenario.Sweep;
import dev.wave.lab.threads.Placement;
import dev.wave.lab.threads.Placement.Prefetch;
import dev.wave.lab.workload.Workload;
import dev.wave.sim.machine.LinkShape;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.policy.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** Reads a scenario; everything that is wrong with it is found at once. */
public final class ScenarioFile {
    private static final int MOST_THREADS = 20_000;
    static final int MOST_CORES = 256;
    static final int MOST_SLOTS = 65_536;
    private static final double LEAST_SLICE_NANOS = 1e3;
    private static final double MOST_SLICE_NANOS = 1e9;

    private static final Map<String, LinkShape> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("uncached", LinkShape.UNCACHED_ALL);
        SHAPES.put("nic-cached", LinkShape.NIC_CACHED);
        SHAPES.put("tuned", LinkShape.TUNED);
        SHAPES.put("coherent", LinkShape.COHERENT_PUSHED);
        SHAPES.put("dma", LinkShape.DMA);
    }

    private final Path file;
    private final Fields fields;
    private final PolicyFinder finder;

    private ScenarioFile(Path file, Fields fields, PolicyFinder finder) {
        this.file = file;
        this.fields = fields;
        this.finder = finder;
    }

    /**
     * Reads a scenario.
     *
     * @throws UnusableScenario with a line for each thing that is wrong
     */
    public static Scenario read(Path file, PolicyFinder finder) {
        try {
            TomlParseResult toml = Toml.parse(Files.readString(file));
            if (toml.hasErrors()) {
                throw new UnusableScenario(toml.errors().stream()
                        .map(error -> file + ":" + error.position().line() + ": " + firstLine(error.getMessage()))
                        .toList());
            }
            return new ScenarioFile(file, new Fields(file.toString(), toml), finder).scenario();
        } catch (IOException e) {
            String reason = e.getClass().getSimpleName().replaceFirst("Exception$", "");
            throw new UnusableScenario(
                    List.of(file + ": cannot be read (" + reason
                            + "); name a scenario, such as examples/scenarios/load.toml."),
                    e);
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("is no TOML") + ".";
    }

    private Scenario scenario() {
        new KnownKeys(fields).check();
        MachineModel model = new MachineSection(fields, file).model();
        int cores = (int) fields.count(Key.HOST_CORES, Math.max(2, model.count(Cost.HOST_CORES)), 2, MOST_CORES);
        Workload workload = new WorkloadSection(fields, file).workload();
        Setup base = new Setup(
                model,
                placement(model),
                cores,
                (int) fields.count(Key.HOST_THREADS, 200, 1, MOST_THREADS),
                queueDepth(),
                workload,
                fields.number(Key.WORKLOAD_LOAD, 0.7, 2),
                policy());
        Sweep sweep = new SweepSection(fields).sweep();
        Scenario scenario = new Scenario(
                fields.text(Key.TITLE).orElse(file.getFileName().toString()),
                base,
                sweep,
                goalClass(workload),
                extent());
        List<String> problems = fields.problems();
        if (!problems.isEmpty()) {
            throw new UnusableScenario(problems);
        }
        return scenario;
    }

    private Placement placement(MachineModel model) {
        String shape = fields.word(Key.LINK_SHAPE, usualShape(model), SHAPES.keySet());
        int prestage = (int) fields.count(Key.LINK_PRESTAGE, 1, 0, AgentOptions.MOST_PRESTAGED);
        Prefetch prefetch = fields.truth(Key.LINK_PREFETCH, true) ? Prefetch.ON : Prefetch.OFF;
        return new Placement("offloaded, " + shape, SHAPES.get(shape), prestage, prefetch);
    }

    private static String usualShape(MachineModel model) {
        if (model.name().equals(MachineModel.BLUEFIELD.name())) {
            return "dma";
        }
        return model.name().equals(MachineModel.COHERENT.name()) ? "coherent" : "tuned";
    }

    private int queueDepth() {
        int usual = Geometry.ofCores(1).messageSlots();
        int depth = (int) fields.count(Key.HOST_QUEUE_DEPTH, usual, 4, MOST_SLOTS);
        if (Integer.bitCount(depth) == 1) {
            return depth;
        }
        int below = Integer.highestOneBit(depth);
        fields.problem(
                Key.HOST_QUEUE_DEPTH,
                depth + " makes no sense; give a power of two, such as " + below + " or " + 2 * below + ".");
        return usual;
    }

    private PolicyChoice policy() {
        String name = fields.text(Key.POLICY_NAME).orElse("Shinjuku");
        double slice = fields.nanos(
                Key.POLICY_SLICE,
                (double) Policies.Parameters.DEFAULT.sliceNanos(),
                LEAST_SLICE_NANOS,
                MOST_SLICE_NANOS);
        List<Long> targets = fields.times(Key.POLICY_TARGETS, LEAST_SLICE_NANOS, 60e9).stream()
                .map(Math::round)
                .toList();
        Policies.Parameters parameters = new Policies.Parameters(
                Math.round(slice), targets.isEmpty() ? Policies.Parameters.DEFAULT.targetNanos() : targets);
        try {
            PolicyChoice choice = PolicyChoice.of(name, parameters, finder);
            // One that cannot be made is better noticed now than in the first run.
            Objects.requireNonNull(choice.supplier().get(), name);
            return choice;
        } catch (IllegalArgumentException e) {
            fields.problem(Key.POLICY_NAME, e.getMessage());
            return PolicyChoice.of("Fifo", parameters, Policies::byName);
        }
    }

    private int goalClass(Workload workload) {
        List<String> names = workload.classNames();
        String name = fields.word(Key.GOAL_CLASS, names.get(workload.mostFrequentClass()), names);
        return names.indexOf(name);
    }

    private Extent extent() {
        return new Extent(
                fields.count(Key.RUN_SEED, 42, 0, Long.MAX_VALUE),
                (int) fields.count(Key.RUN_REQUESTS, 40_000, 1_000, 10_000_000),
                (int) fields.count(Key.RUN_REPETITIONS, 5, 2, 100));
    }
}
