package dev.wave.lab.mutation;

import dev.wave.core.agent.AgentCounters;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.Outcome;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Actor;
import dev.wave.sim.time.Timeline;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.ThreadPolicy;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.policy.Shinjuku;

/** A process with a shipping agent, of a {@link MachineStory}, on a NIC core of its own. */
final class StoryAgent {
    private static final long SLICE_NANOS = 3_000;

    private final MachineStory story;
    private final Timeline timeline;
    private final AgentOptions options;
    private final Actor actor;
    /** Some look for their grant all the time, and see it come in parts. */
    private final long claimPause;

    private ThreadAgent agent;
    private boolean leaving;
    private boolean over;
    private long decisions;
    private long outcomes;
    private long nonsense;

    StoryAgent(MachineStory story, AgentOptions options) {
        this.story = story;
        this.timeline = story.machine.timeline();
        this.options = options;
        this.claimPause = story.random.nextBoolean() ? 20 * MachineStory.MICRO : MachineStory.MICRO / 4;
        this.actor = story.machine.actor("agent", story.machine.core(Side.NIC), this::live);
    }

    Actor actor() {
        return actor;
    }

    private ThreadPolicy policy() {
        return story.plot == MachineStory.Plot.PREEMPTION ? new Shinjuku(SLICE_NANOS) : new Fifo();
    }

    private void live() {
        // The host has written the link's header by now.
        timeline.spend((60 + story.random.nextLong(20)) * MachineStory.MICRO);
        agent = new ThreadAgent(
                story.link.agent(),
                this::policy,
                options,
                story.machine.clock(),
                story.seeds.create(story.random.nextLong()));
        while (!agent.over()) {
            if (leaving) {
                agent.close();
            } else {
                int done = agent.step();
                note();
                if (done == 0) {
                    rest();
                }
            }
        }
        if (agent.reason() == GrantReason.NONE) {
            throw new AssertionError("an agent ends and does not know why");
        }
        over = true;
    }

    private void rest() {
        if (!agent.inCharge()) {
            timeline.parkUntil(timeline.now() + 1 + story.random.nextLong(claimPause));
        } else if (story.plot == MachineStory.Plot.BEATING) {
            timeline.spend(1 + story.random.nextLong(30 * MachineStory.MICRO));
        } else if (agent.sleepNanos() == 0 || story.random.nextInt(3) > 0) {
            timeline.spend(1 + story.random.nextLong(MachineStory.MICRO / 2));
        } else {
            agent.sleep(Long.MAX_VALUE);
        }
    }

    /** It is asked to leave; it may sleep, so it is asked again until it did. */
    void dismiss() {
        leaving = true;
        while (!over) {
            if (agent != null) {
                agent.wake();
            }
            timeline.parkUntil(timeline.now() + 10 * MachineStory.MICRO);
        }
    }

    boolean inCharge() {
        return agent != null && agent.inCharge();
    }

    /** Looks at its own books: nobody else may, and be sure when. */
    private void note() {
        AgentCounters counters = agent.counters();
        if (counters != null) {
            decisions = counters.get(AgentCounters.DECISIONS);
            nonsense = counters.get(AgentCounters.CORRUPT) + counters.get(AgentCounters.MALFORMED);
            outcomes = 0;
            for (Outcome outcome : Outcome.values()) {
                outcomes += counters.get(AgentCounters.of(outcome));
            }
        }
    }

    /** True if nothing is owed to it: what it decided is answered. */
    boolean settled() {
        return inCharge() && decisions == outcomes;
    }

    long decisions() {
        return decisions;
    }

    /** What it found wrong with what came. */
    long nonsense() {
        return nonsense;
    }

    @Override
    public String toString() {
        return agent == null
                ? "not begun"
                : over
                        ? "over " + agent.reason()
                        : (inCharge() ? "in charge " : "claiming ") + decisions + " decisions " + outcomes
                                + " outcomes";
    }
}
