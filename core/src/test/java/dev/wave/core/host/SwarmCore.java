package dev.wave.core.host;

import dev.wave.core.link.SteppedLink;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import java.util.random.RandomGenerator;

/** A core of a swarm's mechanism: takes a target, runs it for some steps, reports how it came off, sleeps when idle. */
final class SwarmCore {
    private static final TargetEvent[] WAYS_OFF = {
        TargetEvent.BLOCK, TargetEvent.BLOCK, TargetEvent.BLOCK, TargetEvent.YIELD, TargetEvent.PREEMPT
    };

    private final SwarmWorld world;
    private final Enclave enclave;
    private final int number;
    private final RandomGenerator random;
    private final SwarmSleeper sleeper = new SwarmSleeper();
    private SteppedLink.Line sleptOn;
    HostTarget running;

    SwarmCore(SwarmWorld world, int number, RandomGenerator random) {
        this.world = world;
        this.enclave = world.host.enclave;
        this.number = number;
        this.random = random;
    }

    void step() {
        if (running != null) {
            if (random.nextInt(3) != 0) {
                comeOff(WAYS_OFF[random.nextInt(WAYS_OFF.length)]);
            }
        } else if (sleeper.awake()) {
            look();
        } else {
            sleeper.step(() -> !enclave.mayRest(number, sleptOn));
        }
    }

    private void look() {
        long epoch = enclave.epoch();
        HostTarget target = world.mutation == SwarmWorld.Mutation.RUN_WOKEN ? stolen() : null;
        target = target == null ? enclave.take(number) : target;
        if (world.mutation == SwarmWorld.Mutation.RUN_UNDECIDED && target == null && epoch != 0) {
            target = undecided();
        }
        if (target != null) {
            running = target;
            world.owed.remove(target);
            world.checker.started(number, target, epoch);
            return;
        }
        enclave.idleDuties(number);
        if (random.nextBoolean()) {
            SteppedLink.Line line = (SteppedLink.Line) enclave.interrupt(number);
            sleptOn = line;
            sleeper.arm(line);
        }
    }

    /** What a mechanism without the hand-over rule would do. */
    private HostTarget stolen() {
        return world.cores.stream()
                .map(core -> core.running)
                .filter(target -> target != null && target.state() == TargetState.WOKEN)
                .findFirst()
                .orElse(null);
    }

    /** What a mechanism that does not wait for decisions would do. */
    private HostTarget undecided() {
        for (HostTarget target : world.targets) {
            if (target.state() == TargetState.READY) {
                enclave.apply(target, TargetEvent.TAKE, number);
                enclave.nextDispatch(number, target, 0);
                return target;
            }
        }
        return null;
    }

    /** Reports that the target let go of this core. */
    void comeOff(TargetEvent how) {
        HostTarget target = running;
        running = null;
        if (how == TargetEvent.BLOCK && random.nextInt(12) == 0) {
            world.forget(target);
            enclave.apply(target, TargetEvent.EXIT, number);
        } else {
            enclave.apply(target, how, number);
        }
    }

    @Override
    public String toString() {
        return "core " + number + " " + (running == null ? sleeper : "runs " + running.index());
    }
}
