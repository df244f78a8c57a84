package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.wave.core.Seeds;
import dev.wave.core.agent.AgentSeat;
import dev.wave.core.agent.AgentSeat.Standing;
import dev.wave.core.link.Interrupt;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.MessageKind;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.reordering.Actors;
import java.util.List;

/** An agent process of an {@link EnclaveStory}: the shipping seat and port, and the simplest policy that is right. */
final class StoryAgent {
    private final EnclaveStory story;
    private final FifoAgent agent;
    private final long[] preempted = new long[2];
    private long withdrawnBelow;
    Actors.Actor actor;
    boolean leaving;
    private boolean left;
    private boolean withdrew;

    private StoryAgent(EnclaveStory story, boolean replace) {
        this.story = story;
        var seat = new AgentSeat(story.link.agent(), replace, Seeds.random(story.random.nextLong()));
        this.agent = new FifoAgent(seat, 0, story.clock()).noting();
        agent.prestage = 1 + story.random.nextInt(3);
    }

    /** Another one comes. */
    static void add(EnclaveStory story, boolean replace) {
        StoryAgent agent = new StoryAgent(story, replace);
        story.agents.add(agent);
        agent.actor = story.actors.add("agent " + story.agents.size(), agent::live);
    }

    private void live() {
        while (agent.standing() != Standing.OVER) {
            if (leaving) {
                agent.leave();
                break;
            }
            int done = agent.step();
            react();
            if (done == 0
                    && agent.inCharge()
                    && story.plot != EnclaveStory.Plot.BEATING
                    && story.random.nextInt(3) == 0) {
                sleep();
            } else if (done == 0) {
                story.actors.pause();
            }
        }
        assertNotEquals(GrantReason.NONE, agent.reason(), "an agent that ended knows why");
        left = true;
    }

    /** What an agent does beside deciding. */
    private void react() {
        List<FifoAgent.Arrived> arrived = List.copyOf(agent.arrived);
        agent.arrived.clear();
        if (!agent.inCharge()) {
            return;
        }
        switch (story.plot) {
            case PREEMPTION -> arrived.forEach(this::preempt);
            case WITHDRAWAL -> withdrawOnce();
            case SUCCESSION -> {
                if (story.random.nextInt(10) == 0) {
                    agent.port().withdraw(story.random.nextInt(2));
                }
            }
            default -> {}
        }
    }

    private void preempt(FifoAgent.Arrived what) {
        if (what.outcome() == Outcome.COMMITTED) {
            preempted[what.core()] = what.dispatch();
            agent.port().preempt(what.core(), what.dispatch());
        } else if (what.kind() == MessageKind.BLOCKED && what.dispatch() == preempted[what.core()]) {
            agent.port().clearPreemption(what.core());
        }
    }

    /** Once only: asking again would push out what the first request left behind. */
    private void withdrawOnce() {
        boolean busy = story.targets.stream().anyMatch(target -> target.on == 0);
        if (!withdrew && busy && agent.port().pending(0) > 0) {
            withdrew = true;
            withdrawnBelow = agent.published(0);
            agent.port().withdraw(0);
        }
    }

    /** True while the core that is asked for its decisions has not given them back. */
    boolean waitsForWithdrawal() {
        return agent.inCharge() && agent.published(0) - agent.port().pending(0) < withdrawnBelow;
    }

    private void sleep() {
        Interrupt interrupt = agent.port().interrupt();
        long ticket = interrupt.arm();
        if (!leaving && agent.mayStillSleep()) {
            interrupt.await(ticket, Long.MAX_VALUE);
        }
        interrupt.disarm();
    }

    /** True if nothing is owed to it: what it decided is answered, or it is not there any more. */
    boolean settled() {
        if (left || story.plot == EnclaveStory.Plot.SUCCESSION) {
            return true;
        }
        return agent.port() != null && agent.port().pending(0) + agent.port().pending(1) == 0;
    }

    boolean inCharge() {
        return agent.inCharge();
    }

    boolean left() {
        return left;
    }

    long published() {
        return agent.publishedEver;
    }

    @Override
    public String toString() {
        String books = agent.port() == null
                ? ""
                : " pending " + agent.port().pending(0) + "+" + agent.port().pending(1);
        return agent.standing() + books + (left ? " left" : "");
    }
}
