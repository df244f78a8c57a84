package dev.wave.core.host;

import dev.wave.core.agent.AgentSeat.Standing;
import dev.wave.core.link.SteppedLink;
import dev.wave.core.protocol.DecisionGroup;
import dev.wave.core.protocol.TargetId;
import java.util.HashSet;
import java.util.random.RandomGenerator;

/** An agent process of a swarm: it may be slow, stand still, die, and do mischief. */
final class SwarmAgent {
    private final SwarmWorld world;
    private final RandomGenerator random;
    private final SwarmSleeper sleeper = new SwarmSleeper();
    final FifoAgent agent;
    private int pausedFor;

    SwarmAgent(SwarmWorld world, FifoAgent agent, RandomGenerator random) {
        this.world = world;
        this.agent = agent;
        this.random = random;
        agent.decided = new HashSet<>();
        agent.prestage = 1 + random.nextInt(3);
    }

    void pause(int steps) {
        pausedFor = steps;
    }

    void resume() {
        pausedFor = 0;
    }

    boolean over() {
        return agent.standing() == Standing.OVER;
    }

    boolean sleeps() {
        return !sleeper.awake();
    }

    void step() {
        if (pausedFor > 0) {
            pausedFor--;
            return;
        }
        if (!sleeper.awake()) {
            sleeper.step(() -> agent.port() == null || agent.port().ready() || agent.look() != Standing.IN_CHARGE);
            return;
        }
        if (world.mischief() && agent.port() != null && random.nextInt(8) == 0) {
            doMischief();
            return;
        }
        int others = world.cores.size();
        if (others > 1 && random.nextInt(3) == 0) {
            agent.receive();
            if (agent.inCharge()) {
                agent.decideTogether(random.nextInt(others), random.nextInt(others));
            }
        }
        if (agent.step() == 0 && agent.inCharge() && random.nextInt(3) == 0) {
            sleeper.arm((SteppedLink.Line) agent.port().interrupt());
        } else if (agent.inCharge() && random.nextInt(10) == 0) {
            withdrawSomething();
        }
    }

    private void withdrawSomething() {
        int core = random.nextInt(world.cores.size());
        if (agent.port().pending(core) > 0) {
            agent.port().withdraw(core);
        }
    }

    /** Acts without looking whether it is still in charge, and says what is not true. */
    private void doMischief() {
        int core = random.nextInt(world.cores.size());
        if (!agent.port().hasRoom(core)) {
            return;
        }
        HostTarget about = world.anyTarget();
        long id = about == null ? TargetId.of(3, 9) : about.id();
        long sequence = about == null ? 1 : about.sequence();
        switch (random.nextInt(9)) {
            case 0 -> agent.publish(core, new FifoAgent.Bare(id, sequence));
            case 1 -> agent.publish(core, new FifoAgent.Bare(id, sequence - random.nextInt(4)));
            case 2 -> agent.publish(core, new FifoAgent.Bare(TargetId.of(random.nextInt(99), 1), sequence));
            case 3 -> agent.publish(core, new FifoAgent.Bare(id, random.nextLong()));
            case 4 -> {
                agent.publish(core, new FifoAgent.Bare(id, sequence));
                if (agent.port().hasRoom(core)) {
                    agent.publish(core, new FifoAgent.Bare(id, sequence));
                }
            }
            case 5 -> {
                long slot = agent.decisionSlot(core);
                agent.publish(core, new FifoAgent.Bare(id, sequence));
                turnABit(slot + 8);
            }
            case 6, 7 -> agent.publish(core, new FifoAgent.Bare(id, sequence), anyGroup());
            default -> scribble(core);
        }
    }

    /** A group that makes sense in itself, and with others perhaps not. */
    private long anyGroup() {
        int size = 2 + random.nextInt(2);
        return DecisionGroup.of(random.nextInt(world.cores.size()), 1 + random.nextInt(6), size, random.nextInt(size));
    }

    /** Another kind, core or epoch, or something in what is reserved. */
    private void turnABit(long offset) {
        var window = world.host.link.toHost();
        window.store(offset, window.load(offset) ^ 1L << random.nextInt(64));
    }

    /** Writes something over the slot it would fill next. */
    private void scribble(int core) {
        if (agent.region() != null && random.nextInt(4) == 0) {
            agent.scribbled = true;
            long slot = agent.region().decisions(core).slot(random.nextInt(4));
            world.host.link.toHost().store(slot, random.nextInt(40));
        }
    }
}
