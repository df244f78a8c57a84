package dev.wave.verify.bench.agent;

import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.Policies;
import dev.wave.verify.bench.agent.StandInHost.Story;
import dev.wave.verify.bench.harness.Pin;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A process that measures one policy, as an agent is a process with one policy: the JIT compiler then knows it.
 *
 * <p>Arguments: policy, cores, story, CPU, thread counts. It prints {@code each THREADS NANOS} for each count, {@code empty NANOS}, {@code switches N}.
 */
public final class AgentCostMain {
    /** Until everything is compiled; then, for each further count, until the caches hold what they will hold. */
    private static final long COMPILE_NANOS = 700_000_000;

    private static final long WARM_NANOS = 150_000_000;
    private static final long ROUND_NANOS = 10_000_000;
    private static final int ROUNDS = 15;
    private static final long SLICE_NANOS = 30_000;

    private AgentCostMain() {}

    public static void main(String[] args) {
        Supplier<ThreadPolicy> policies =
                Policies.byName(args[0], new Policies.Parameters(SLICE_NANOS, List.of(50_000L, 10_000_000L)));
        int cores = Integer.parseInt(args[1]);
        Story story = Story.valueOf(args[2]);
        Pin.to(Integer.parseInt(args[3]));
        for (int i = 4; i < args.length; i++) {
            int threads = Integer.parseInt(args[i]);
            String name = "bench-agent-" + ProcessHandle.current().pid() + "-" + i;
            try (AgentCost cost = new AgentCost(name, cores, threads, story, policies)) {
                cost.run(i == 4 ? COMPILE_NANOS : WARM_NANOS);
                System.out.println("each " + threads + " " + middle(cost));
                if (i == args.length - 1) {
                    cost.emptyStepNanos();
                    System.out.println("empty " + cost.emptyStepNanos());
                }
            }
        }
        System.out.println("switches " + Pin.switches());
    }

    /** The median of a few rounds: one in which the machine did something else does not count. */
    private static double middle(AgentCost cost) {
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = cost.run(ROUND_NANOS).nanosEach();
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }
}
