package dev.wave.verify.bench.agent;

import dev.wave.cli.ExpectedFailure;
import dev.wave.verify.bench.agent.StandInHost.Story;
import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.BenchTable;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.harness.CProgram;
import dev.wave.verify.bench.harness.Children;
import dev.wave.verify.bench.harness.Reading;
import dev.wave.verify.bench.live.Words;
import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a decision costs the agent: message in, policy, decision published, outcome in. */
public final class AgentBenchmark implements Benchmark {
    private static final String OURS = "wave";
    private static final String C = "C";
    private static final String SHINJUKU = "Shinjuku";
    private static final String DEADLINES = "EarliestDeadline";
    private static final List<String> POLICIES = List.of("Fifo", SHINJUKU, DEADLINES);
    private static final List<String> THREADS = List.of("1", "10", "100", "1000", "10000");
    private static final List<Integer> CORES = List.of(1, 16);
    private static final double MOST_NANOS = 120;

    @Override
    public String name() {
        return "agent";
    }

    @Override
    public String what() {
        return "a decision of the agent: message in, policy, decision published, outcome in; 1 to 10,000 threads";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        for (int cores : CORES) {
            for (String policy : POLICIES) {
                measure(run, policy, cores);
            }
        }
    }

    private static void measure(BenchRun run, String policy, int cores) throws Exception {
        String where = cores + (cores == 1 ? " core" : " cores");
        BenchTable table = run.oneCpu("agent: " + policy + ", " + where + ", nanoseconds per decision, threads yield")
                .usually(Duration.ofSeconds(20))
                .atLeastRounds(2);
        for (String threads : THREADS) {
            table.metric(Metric.lower(column(threads), "ns"));
            table.target(Target.atMost(OURS, column(threads)).oneCpu(MOST_NANOS));
        }
        table.metric(Metric.lower("empty step", "ns"));
        table.subject(OURS, () -> sample(javaAgent(run, policy, cores)));
        try {
            Path program =
                    CProgram.compiled(run.options().home(), "decision", policy.equals(DEADLINES) ? "-DDEADLINES" : "");
            table.peer(C, () -> sample(cAgent(run, program, cores)));
        } catch (ExpectedFailure e) {
            table.absent(C, e.getMessage());
        }
        table.note(
                "The agent's step alone (1 message, 1 outcome per decision), in turns with a stand-in host on the same CPU; the clock's two"
                        + " readings around it are taken off. As context: 426 ns (Wave), 770 ns (ghOSt).");
        table.note(C
                + ": an agent made for one policy in C, the same story and checks of what arrives, counters, fence and reading of the clock in each"
                + " step; without a policy seam, repair of order, preemption"
                + (policy.equals(SHINJUKU) ? " (so without a slice)" : "") + ", recall, withdrawal, ledger.");
        table.measure();
    }

    private static String column(String threads) {
        return threads.equals("1") ? "1 thread" : threads + " threads";
    }

    private static List<String> javaAgent(BenchRun run, String policy, int cores) {
        Story story = policy.equals(DEADLINES) ? Story.YIELD_WITH_DEADLINES : Story.YIELD;
        List<String> words = new ArrayList<>(
                List.of(policy, "" + cores, story.name(), "" + run.cpus().second()));
        words.addAll(THREADS);
        return Children.java(List.of(), AgentCostMain.class, words);
    }

    private static List<String> cAgent(BenchRun run, Path program, int cores) {
        List<String> command = new ArrayList<>(
                List.of(program.toString(), "" + cores, "" + run.cpus().second()));
        command.addAll(THREADS);
        return command;
    }

    private static Reading sample(List<String> command) throws Exception {
        try (Children children = new Children()) {
            children.start(command);
            Words said = Words.of(children.lines(Duration.ofSeconds(30)));
            double[] values = new double[THREADS.size() + 1];
            for (int i = 0; i < THREADS.size(); i++) {
                values[i] = said.number("each " + THREADS.get(i));
            }
            values[THREADS.size()] = said.number("empty");
            return Reading.of(values).withSwitches((long) said.number("switches"));
        }
    }
}
