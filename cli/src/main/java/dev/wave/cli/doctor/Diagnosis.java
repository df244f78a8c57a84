package dev.wave.cli.doctor;

import dev.wave.cli.demo.linux.CallingThread;
import dev.wave.cli.doctor.Finding.Group;
import dev.wave.core.Clock;
import dev.wave.lab.report.Json;
import dev.wave.lab.report.ThisMachine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything found out about a machine. */
public final class Diagnosis {
    private final List<Finding> findings;

    Diagnosis(List<Finding> findings) {
        this.findings = List.copyOf(findings);
    }

    /**
     * Examines this machine: reads what it tells, reads its clock for a moment, and lets two CPUs play with a cache line.
     *
     * @param cache the folder in which the demo keeps its database
     */
    public static Diagnosis ofThisMachine(Path cache, Clock clock) throws InterruptedException {
        MachineFiles machine = MachineFiles.real(System.getenv().getOrDefault("PATH", ""));
        List<Integer> cpus = CallingThread.allowedCpus();
        OptionalDouble pingPong =
                cpus.size() < 2 ? OptionalDouble.empty() : PingPong.micros(cpus.get(0), cpus.get(1), clock);
        List<Finding> all = new ArrayList<>(new MainJobChecks(machine, MainJobChecks.Jvm.present(cache)).all());
        all.addAll(new LinkChecks(ClockCost.of(clock)).all());
        all.addAll(new CpuChecks(machine, cpus, pingPong).all());
        all.addAll(new KernelChecks(machine, "root".equals(System.getProperty("user.name"))).all());
        return new Diagnosis(all);
    }

    /** What keeps the main job from running; empty if it can run. */
    public List<String> missing() {
        return findings.stream().filter(Finding::prevents).map(Finding::what).toList();
    }

    /** The findings for people, by group. */
    public String text() {
        return Stream.of(Group.values())
                .map(group -> {
                    List<Finding> part = findings.stream()
                            .filter(finding -> finding.group() == group)
                            .toList();
                    return part.isEmpty() ? "" : group.title() + "\n" + lines(part);
                })
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    private static String lines(List<Finding> part) {
        int answers = part.stream()
                .mapToInt(finding -> finding.answer().words().length())
                .max()
                .orElse(0);
        return part.stream().map(finding -> line(finding, answers)).collect(Collectors.joining("\n"));
    }

    private static String line(Finding finding, int width) {
        String answer = finding.answer().words();
        String first =
                "  " + answer + " ".repeat(width - answer.length()) + "  " + finding.what() + ": " + finding.why();
        return finding.mend().isEmpty() ? first : first + "\n" + " ".repeat(width + 4) + "-> " + finding.mend();
    }

    /** The findings for machines; docs/operating.md is the schema. */
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schema", "wave-doctor-1");
        all.put("machine", ThisMachine.facts());
        all.put("demo_can_run", missing().isEmpty());
        all.put("missing", missing());
        all.put("findings", findings.stream().map(Diagnosis::json).toList());
        return Json.text(all) + "\n";
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("group", finding.group().name().toLowerCase(Locale.ROOT));
        one.put("what", finding.what());
        one.put("answer", finding.answer().name().toLowerCase(Locale.ROOT));
        one.put("why", finding.why());
        one.put("mend", finding.mend());
        return one;
    }
}
