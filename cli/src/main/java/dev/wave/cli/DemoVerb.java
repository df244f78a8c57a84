package dev.wave.cli;

import dev.wave.cli.demo.Demo;
import dev.wave.cli.demo.DemoFailure;
import dev.wave.cli.demo.DemoOptions;
import dev.wave.cli.demo.DemoOptions.Files;
import dev.wave.cli.demo.DemoOptions.Lengths;
import dev.wave.cli.demo.DemoOptions.Scheduling;
import dev.wave.cli.demo.Presentation;
import dev.wave.cli.demo.plan.LinkPlay;
import dev.wave.cli.demo.plan.Variant;
import dev.wave.cli.demo.plan.Workload;
import dev.wave.cli.demo.wire.RequestLink;
import dev.wave.core.Clock;
import dev.wave.core.link.LinkException;
import dev.wave.lab.report.ResultFile;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.policy.Policies;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./wave demo}: a real service whose threads are scheduled by an agent in another process, and what it gains. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs a RocksDB service under load, its threads scheduled in several ways, and compares.",
        footer = {
            "",
            "Example: ./wave demo",
            "Example: ./wave demo --link delayed:mount-evans",
            "Example: ./wave demo --sweep --variants jdk,wave --seconds 5 --out report"
        })
final class DemoVerb implements Callable<Integer> {
    private static final double MOST_LOAD = 150;
    private static final int SECONDS = 10;
    private static final String MODELS = "mount-evans, coherent";
    private static final int MOST_PRESTAGED = AgentOptions.MOST_PRESTAGED;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--variants",
            paramLabel = "V,...",
            split = ",",
            description =
                    "Of platform, jdk, pools, wave-local, wave, delayed; default all but delayed, or, with --link, wave and delayed.")
    private List<String> variants;

    @Option(
            names = "--link",
            paramLabel = "delayed:MODEL",
            description = {
                "Plays a slower link: " + MODELS
                        + ". Runs the variant delayed with all tricks that hide it, without each, and without any.",
                "With tricks left out (delayed:mount-evans,no-wt) or --prestage: one run, as it says."
            })
    private String link;

    @Option(
            names = "--prestage",
            paramLabel = "N",
            description = "With --link: decisions kept ready for a busy core, 0 to " + MOST_PRESTAGED
                    + ", instead of a run with 1 and one with 0.")
    private Integer prestage;

    @Option(
            names = "--workload",
            paramLabel = "NAME",
            defaultValue = "rocksdb",
            description =
                    "rocksdb (reads and scans) or uniform (reads only: when not to use Wave); default ${DEFAULT-VALUE}.")
    private String workload;

    @Option(
            names = "--load",
            paramLabel = "PERCENT",
            defaultValue = "70",
            description = "Of what a worker core can serve; default ${DEFAULT-VALUE}.")
    private double load;

    @Option(
            names = "--sweep",
            arity = "0..1",
            paramLabel = "PERCENT,...",
            split = ",",
            fallbackValue = "30,50,60,70,80,90,95",
            description = "Load-latency curves; without a value at ${FALLBACK-VALUE}.")
    private List<Double> sweep;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Measured per run, after a warm-up of 7 s; default " + SECONDS + ", with --quick 1.")
    private Integer seconds;

    @Option(names = "--quick", description = "A look, not a measurement: warm-ups of 1 s, and 1 s per run.")
    private boolean quick;

    @Option(
            names = "--cores",
            paramLabel = "N",
            defaultValue = "1",
            description = "Worker cores; the NIC's side takes one more. Default ${DEFAULT-VALUE}.")
    private int cores;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            defaultValue = "Shinjuku",
            description = "The agent's policy; default ${DEFAULT-VALUE}.")
    private String policy;

    @Option(
            names = "--slice-us",
            paramLabel = "N",
            defaultValue = "30",
            description = "Its time slice in microseconds; default ${DEFAULT-VALUE}.")
    private long sliceMicros;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Of arrivals and keys; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the report goes; default target/demo.")
    private Path out = Path.of(System.getProperty("wave.home", "."), "target", "demo");

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the results for machines (docs/demo.md).")
    private Path json;

    @Option(names = "--fill", description = "Fills the database anew.")
    private boolean fill;

    @Option(
            names = "--external-agent",
            description = "The agent of the variant wave is started by somebody else: ./wave agent --link shm:NAME.")
    private boolean externalAgent;

    @Option(names = "--link-name", paramLabel = "NAME", description = "The link's name; default demo-PID.")
    private String linkName = "demo-" + ProcessHandle.current().pid();

    @Override
    public Integer call() {
        DemoOptions options = options();
        checkPlaces(options.files());
        try {
            return Demo.run(options, spec.commandLine().getErr(), Clock.system(), this::present);
        } catch (DemoFailure e) {
            throw new ExpectedFailure(e.getMessage(), e);
        }
    }

    /** What is found after minutes must not be lost for want of a place. */
    private void checkPlaces(Files files) {
        try {
            ResultFile.tryOut(files.out().resolve("report.html"));
            files.json().ifPresent(ResultFile::tryOut);
        } catch (UncheckedIOException e) {
            throw new ExpectedFailure(e.getMessage() + " with --out or --json.", e);
        }
    }

    private int present(Demo.Findings findings) {
        boolean shown = new Presentation(findings, spec.commandLine().getOut()).tell();
        return shown ? Wave.DONE : Wave.FELL_SHORT;
    }

    private DemoOptions options() {
        return new DemoOptions(
                variants().stream().map(this::variant).toList(),
                workload(),
                loads(),
                lengths(),
                atLeastOne("--cores", cores),
                scheduling(),
                seed,
                linkName(),
                new Files(cacheFolder(), out, Optional.ofNullable(json), fill));
    }

    private String linkName() {
        try {
            // Requests have a link of their own beside it, with a longer name.
            RequestLink.checkName(linkName);
            return linkName;
        } catch (LinkException e) {
            throw new ParameterException(spec.commandLine(), "--link-name " + e.getMessage(), e);
        }
    }

    private Lengths lengths() {
        int measured = seconds == null ? quick ? 1 : SECONDS : atLeastOne("--seconds", seconds);
        return quick ? Lengths.quick(measured) : Lengths.usual(measured);
    }

    private Scheduling scheduling() {
        try {
            PolicyName.find(policy, Policies.Parameters.DEFAULT.withSliceNanos(sliceMicros * 1_000));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return new Scheduling(policy, sliceMicros, externalAgent, plays());
    }

    private List<String> variants() {
        if (variants != null && variants.isEmpty()) {
            throw bad("--variants names no variant; name some of " + labels());
        }
        if (variants != null) {
            return variants;
        }
        return Arrays.stream(Variant.values())
                .filter(variant -> link == null
                        ? variant != Variant.DELAYED
                        : variant == Variant.WAVE || variant == Variant.DELAYED)
                .map(Variant::label)
                .toList();
    }

    private List<LinkPlay> plays() {
        checkPrestage();
        if (link == null) {
            return List.of(LinkPlay.parse("delayed:mount-evans", 1));
        }
        try {
            LinkPlay play = LinkPlay.parse(link, prestage == null ? 1 : prestage);
            boolean one = prestage != null || link.contains(",");
            return one ? List.of(play) : play.ladder();
        } catch (IllegalArgumentException | LinkException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void checkPrestage() {
        if (prestage == null) {
            return;
        }
        if (link == null) {
            throw bad("--prestage goes with --link, whose runs it is about; add --link delayed:mount-evans");
        }
        if (prestage < 0 || prestage > MOST_PRESTAGED) {
            throw bad("--prestage " + prestage + " makes no sense; give 0 to " + MOST_PRESTAGED);
        }
    }

    private Variant variant(String label) {
        return Variant.labelled(label)
                .orElseThrow(() -> bad("there is no variant '" + label + "'; there are " + labels()));
    }

    private static String labels() {
        return Arrays.stream(Variant.values()).map(Variant::label).collect(Collectors.joining(", "));
    }

    private Workload workload() {
        return Arrays.stream(Workload.values())
                .filter(each -> each.label().equals(workload))
                .findFirst()
                .orElseThrow(() -> bad("there is no workload '" + workload + "'; there are rocksdb and uniform"));
    }

    private List<Double> loads() {
        List<Double> percents = sweep == null ? List.of(load) : sweep;
        percents.stream()
                .filter(percent -> !(percent > 0 && percent <= MOST_LOAD))
                .findFirst()
                .ifPresent(percent -> {
                    throw bad("a load of " + percent + " % makes no sense; give more than 0 and at most " + MOST_LOAD);
                });
        return percents.stream().map(percent -> percent / 100).sorted().toList();
    }

    private int atLeastOne(String option, int value) {
        if (value < 1) {
            throw bad(option + " " + value + " makes no sense; give at least 1");
        }
        return value;
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    static Path cacheFolder() {
        String set = System.getenv("XDG_CACHE_HOME");
        Path base = set == null || set.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(set);
        return base.resolve("wave").resolve("demo");
    }
}
