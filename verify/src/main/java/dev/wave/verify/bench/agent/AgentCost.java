package dev.wave.verify.bench.agent;

import dev.wave.core.Clock;
import dev.wave.core.link.ShmLink;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.ThreadPolicy;
import java.util.function.Supplier;

/**
 * Times the shipping agent in turns with a {@link StandInHost} on the same CPU: one round of the host, one step of the agent.
 *
 * <p>The step alone is between two readings of the clock. What two readings cost with nothing between them is measured in the same run and taken
 * off: it is the measurement's own.
 */
final class AgentCost implements AutoCloseable {
    private static final int DISCOVERED_AT_ONCE = 32;
    private static final int EMPTY_STEPS = 200_000;

    private final ShmLink link;
    private final ShmLink agentSide;
    private final StandInHost host;
    private final ThreadAgent agent;

    AgentCost(String name, int cores, int threads, StandInHost.Story story, Supplier<ThreadPolicy> policies) {
        Geometry geometry = Geometry.ofCores(cores);
        this.link = ShmLink.create(name, RegionLayout.toNicBytes(geometry), RegionLayout.toHostBytes(geometry));
        this.host = new StandInHost(link, geometry, story, threads);
        this.agentSide = ShmLink.open(name);
        this.agent = new ThreadAgent(agentSide, policies, AgentOptions.DEFAULT, Clock.system());
        agent.step();
        host.grant();
        agent.step();
        for (int from = 0; from < threads; from += DISCOVERED_AT_ONCE) {
            host.discover(from, Math.min(threads, from + DISCOVERED_AT_ONCE));
            agent.step();
        }
    }

    /**
     * What was measured.
     *
     * @param decisions published, committed and come off again
     * @param nanosEach in the agent's step for each of them, the clock's cost taken off
     */
    record Result(long decisions, double nanosEach) {}

    /** Goes round for about {@code nanos}. */
    Result run(long nanos) {
        double clock = clockNanos();
        long before = host.committed();
        long start = System.nanoTime();
        long inSteps = 0;
        long steps = 0;
        long end = start;
        while (end - start < nanos) {
            host.round(end);
            long from = System.nanoTime();
            agent.step();
            end = System.nanoTime();
            inSteps += end - from;
            steps++;
        }
        long decisions = host.committed() - before;
        if (host.refused() > 0 || decisions == 0) {
            throw new IllegalStateException(host.refused() + " decisions did not fit, " + decisions + " did");
        }
        return new Result(decisions, (inSteps - steps * clock) / decisions);
    }

    /** What a step costs that finds nothing to do. */
    double emptyStepNanos() {
        double clock = clockNanos();
        long sum = 0;
        int steps = 0;
        while (steps < EMPTY_STEPS) {
            long from = System.nanoTime();
            agent.step();
            sum += System.nanoTime() - from;
            steps++;
        }
        return (double) sum / steps - clock;
    }

    private static double clockNanos() {
        int times = 200_000;
        long sum = 0;
        for (int i = 0; i < times; i++) {
            long from = System.nanoTime();
            sum += System.nanoTime() - from;
        }
        return (double) sum / times;
    }

    @Override
    public void close() {
        agent.close();
        link.close();
    }
}
