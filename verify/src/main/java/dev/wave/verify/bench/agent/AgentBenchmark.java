package dev.wave.verify.bench.agent;

import dev.wave.verify.bench.agent.StandInHost.Story;
import dev.wave.verify.bench.harness.BenchRun;
import dev.wave.verify.bench.harness.BenchTable;
import dev.wave.verify.bench.harness.Benchmark;
import dev.wave.verify.bench.harness.Children;
import dev.wave.verify.bench.harness.Reading;
import dev.wave.verify.bench.live.Words;
import dev.wave.verify.bench.result.Metric;
import dev.wave.verify.bench.result.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a decision costs the agent: message in, policy, decision published, outcome in. */
public final class AgentBenchmark implements Benchmark {
    private static final String DEADLINES = "EarliestDeadline";
    private static final List<String> POLICIES = List.of("Fifo", "Shinjuku", DEADLINES);
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
        table(run, "agent: nanoseconds per decision, threads yield (1 message, 1 outcome each)")
                .note(
                        "The agent's step alone, in turns with a stand-in host on the same CPU; the clock's two readings around it are"
                                + " taken off. One agent process for each sample and policy. As context: 426 ns (Wave), 770 ns (ghOSt).")
                .measure();
    }

    private static BenchTable table(BenchRun run, String title) {
        BenchTable table = run.oneCpu(title).usually(Duration.ofSeconds(120)).atLeastRounds(2);
        for (String threads : THREADS) {
            table.metric(Metric.lower(column(threads), "ns"));
        }
        table.metric(Metric.lower("empty step", "ns"));
        for (int cores : CORES) {
            for (String policy : POLICIES) {
                String row = policy + ", " + cores + (cores == 1 ? " core" : " cores");
                table.subject(row, () -> sample(run, policy, cores));
                for (String threads : THREADS) {
                    table.target(Target.atMost(row, column(threads)).oneCpu(MOST_NANOS));
                }
            }
        }
        return table;
    }

    private static String column(String threads) {
        return threads.equals("1") ? "1 thread" : threads + " threads";
    }

    private static Reading sample(BenchRun run, String policy, int cores) throws Exception {
        Story story = policy.equals(DEADLINES) ? Story.YIELD_WITH_DEADLINES : Story.YIELD;
        List<String> words = new ArrayList<>(
                List.of(policy, "" + cores, story.name(), "" + run.cpus().second()));
        words.addAll(THREADS);
        try (Children children = new Children()) {
            children.start(Children.java(List.of(), AgentCostMain.class, words));
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
