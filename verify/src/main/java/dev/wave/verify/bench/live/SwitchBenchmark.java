package dev.wave.verify.bench.live;

import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.harness.Children;
import dev.wave.verify.bench.harness.Reading;
import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.Target;
import java.time.Duration;
import java.util.List;

/** From one virtual thread to the next, through the agent, beside the JDK's own scheduler. */
public final class SwitchBenchmark implements Benchmark {
    private static final String LOCAL = "wave, agent in process";
    private static final String REMOTE = "wave, agent's own process";
    private static final String JDK = "JDK scheduler";
    private static final String PRESTAGED = "prestaged";
    private static final double MOST_NANOS = 1_000;
    private static final double MOST_TIMES = 5;

    @Override
    public String name() {
        return "switch";
    }

    @Override
    public String what() {
        return "switch from one virtual thread to the next through the agent, beside the JDK's own scheduler";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        var table = run.twoCpus("switch: from one virtual thread to the next, one core, shm, prestage 1")
                .metric(Metric.lower(PRESTAGED, "ns"))
                .metric(Metric.lower("at once", "ns"))
                .usually(Duration.ofSeconds(150))
                .subject(LOCAL, () -> sample(run, "local"))
                .subject(REMOTE, () -> sample(run, "remote"))
                .peer(JDK, () -> sample(run, "jdk"))
                .note(
                        "prestaged: threads compute some microseconds between yields (taken off), so the agent has decided ahead."
                                + " at once: they do nothing but yield, so each switch holds the agent's whole turn and the way there and back.")
                .note("As context: 2-3 us (ghOSt), 3-4 us (Wave) for kernel threads.");
        for (String subject : List.of(LOCAL, REMOTE)) {
            table.target(Target.atMost(subject, PRESTAGED).everywhere(MOST_NANOS));
            table.target(Target.atMost(subject, PRESTAGED, JDK).everywhere(MOST_TIMES));
        }
        table.measure();
    }

    private static Reading sample(BenchRun run, String kind) throws Exception {
        String link = "bench-switch-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        String first = "" + run.cpus().first();
        String second = "" + run.cpus().second();
        List<String> flags =
                List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1");
        try (Children children = new Children()) {
            children.start(Children.java(flags, SwitchMain.class, List.of(kind, link, first, second)));
            if (kind.equals("remote")) {
                children.start(Children.java(List.of(), AgentMain.class, List.of(link, second, "busy")));
            }
            Words said = Words.of(children.lines(Duration.ofSeconds(60)));
            return Reading.of(said.number("prestaged"), said.number("at-once"))
                    .withSwitches((long) said.number("switches"));
        }
    }
}
