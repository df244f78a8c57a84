package dev.wave.threads;

import dev.wave.core.AgentRunner;
import dev.wave.core.Clock;
import dev.wave.core.agent.AgentCounters;
import dev.wave.core.link.LinkException;
import java.util.Optional;

/**
 * Notices from outside an agent's loop that its policy does not come back, and says where it is. It changes nothing: the host's watchdog has taken over after
 * its deadline, and nobody can end a loop in Java but the loop.
 */
public final class PolicyWatch {
    private static final long BETWEEN_NANOS = 100_000_000;

    private final ThreadAgent agent;
    private final AgentRunner runner;
    private final Clock clock;
    private long lookedNanos;
    private long steps;
    private boolean said;

    public PolicyWatch(ThreadAgent agent, AgentRunner runner, Clock clock) {
        this.agent = agent;
        this.runner = runner;
        this.clock = clock;
        this.lookedNanos = clock.nanos();
    }

    /** To be called often; looks ten times a second. @return one line about a call that does not come back, once per call; else empty */
    public Optional<String> look() {
        long now = clock.nanos();
        if (now - lookedNanos < BETWEEN_NANOS) {
            return Optional.empty();
        }
        long passed = now - lookedNanos;
        lookedNanos = now;
        long before = steps;
        steps = steps();
        if (steps != before || steps == 0) {
            said = false;
            return Optional.empty();
        }
        Optional<PolicyCall> call = said ? Optional.empty() : PolicyCall.find(runner.stack());
        said |= call.isPresent();
        return call.map(stuck -> "policy " + stuck + " has not come back for " + passed / 1_000_000
                + " ms: a policy must neither loop nor block; the service's fallback schedules meanwhile");
    }

    private long steps() {
        AgentCounters counters = agent.counters();
        try {
            return counters == null
                    ? 0
                    : counters.get(AgentCounters.BUSY_STEPS) + counters.get(AgentCounters.IDLE_STEPS);
        } catch (InternalError e) {
            if (!LinkException.isLostMemory(e)) {
                throw e;
            }
            // The link's file was cut: the agent finds that out itself, and says so.
            return 0;
        }
    }
}
