package dev.wave.core.host;

import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A whole enclave in one thread: cores, targets, agents that come and go, the watchdog. What happens next is drawn from
 * the seed; after every step the checker looks at everything.
 */
final class SwarmWorld {
    /** A mistake built in on purpose, to see that the checker finds it. */
    enum Mutation {
        NONE,
        RUN_WOKEN,
        RUN_UNDECIDED,
        LOSE_WAKE_UPS,
        LOSE_RINGS,
        COUNT_TWICE
    }

    private static final int MOST_TARGETS = 12;
    private static final int MOST_AGENTS = 2;

    final SteppedHost host;
    final Mutation mutation;
    final List<HostTarget> targets = new ArrayList<>();
    final List<SwarmCore> cores = new ArrayList<>();
    /** Targets woken since their last run began. */
    final Set<HostTarget> owed = new HashSet<>();

    final SwarmChecker checker;
    private final RandomGenerator random;
    private final List<SwarmAgent> agents = new ArrayList<>();
    private final List<SwarmAgent> everyAgent = new ArrayList<>();
    private final boolean mischievous;
    private boolean healing;

    SwarmWorld(RandomGenerator random, Mutation mutation) {
        this.random = random;
        this.mutation = mutation;
        this.mischievous = random.nextBoolean();
        Geometry geometry = new Geometry(1 + random.nextInt(3), 2 + random.nextInt(3), 4 << random.nextInt(4), 4, 8);
        this.host = new SteppedHost(geometry);
        for (int core = 0; core < geometry.cores(); core++) {
            cores.add(new SwarmCore(this, core, random));
        }
        this.checker = new SwarmChecker(this);
        if (mutation == Mutation.LOSE_RINGS) {
            host.link.loseRings();
        }
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
            checker.check();
        }
        heal();
        checker.checkHealed();
    }

    private void step() {
        // Now and then the whole host stands still.
        host.clock.advance(random.nextInt(100) == 0 ? 250 * SteppedHost.MILLI : random.nextInt(400_000));
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3 -> wakeAny();
            case 4 -> spawn();
            case 5 -> disturb();
            case 6, 7, 8 -> host.watchdog.step();
            case 9 -> meddleWithAgents();
            case 10, 11, 12, 13, 14 -> stepAnAgent();
            default -> cores.get(random.nextInt(cores.size())).step();
        }
    }

    private void wakeAny() {
        HostTarget target = anyTarget();
        if (target != null) {
            wake(target);
        }
    }

    private void wake(HostTarget target) {
        owed.add(target);
        if (mutation == Mutation.COUNT_TWICE && random.nextInt(20) == 0) {
            host.enclave.counters(0).increment(0);
        }
        boolean lost = mutation == Mutation.LOSE_WAKE_UPS && target.state() == TargetState.RUNNING;
        if (!lost) {
            host.wake(target);
        }
    }

    private void spawn() {
        if (targets.size() < MOST_TARGETS) {
            HostTarget target = new HostTarget();
            target.affinity(random.nextInt(4) == 0 ? someCores() : 0);
            targets.add(target);
            host.enclave.register(target);
        }
    }

    /** A set of cores that is not empty. */
    private long someCores() {
        return 1L << random.nextInt(cores.size()) | random.nextInt(1 << cores.size());
    }

    /** Something happens to a target from outside: it changes or ends. */
    private void disturb() {
        HostTarget target = anyTarget();
        if (target == null) {
            return;
        }
        boolean running = cores.stream().anyMatch(core -> core.running == target);
        if (random.nextInt(4) > 0 || running) {
            target.affinity(random.nextBoolean() ? someCores() : 0);
            host.enclave.apply(target, TargetEvent.CHANGE, TargetWord.NO_CORE);
        } else {
            forget(target);
            host.enclave.apply(target, TargetEvent.EXIT, TargetWord.NO_CORE);
        }
    }

    HostTarget anyTarget() {
        return targets.isEmpty() ? null : targets.get(random.nextInt(targets.size()));
    }

    void forget(HostTarget target) {
        targets.remove(target);
        owed.remove(target);
    }

    private void stepAnAgent() {
        if (!agents.isEmpty()) {
            SwarmAgent agent = agents.get(random.nextInt(agents.size()));
            agent.step();
            if (agent.over()) {
                end(agent);
            }
        }
    }

    private void end(SwarmAgent agent) {
        agent.agent.leave();
        agents.remove(agent);
    }

    private void meddleWithAgents() {
        int what = random.nextInt(6);
        if (agents.size() < MOST_AGENTS && (agents.isEmpty() || what < 2)) {
            add(random.nextInt(3) == 0);
        } else if (!agents.isEmpty()) {
            SwarmAgent agent = agents.get(random.nextInt(agents.size()));
            switch (what) {
                case 2, 3 -> agent.pause(random.nextInt(200));
                case 4 -> kill(agent);
                case 5 -> end(agent);
                default -> agent.resume();
            }
        }
    }

    private void add(boolean replace) {
        SwarmAgent agent = new SwarmAgent(this, host.agent(replace), random);
        agents.add(agent);
        everyAgent.add(agent);
    }

    private void kill(SwarmAgent agent) {
        host.deadPids.add(agent.agent.pid());
        agents.remove(agent);
    }

    boolean mischief() {
        return mischievous && !healing;
    }

    /** True if no agent wrote anything wrong. */
    boolean honest() {
        return !mischievous;
    }

    /** True if some agent wrote slots that it did not publish. */
    boolean scribbled() {
        return everyAgent.stream().anyMatch(agent -> agent.agent.scribbled);
    }

    /** True if some agent, dead or alive, published that decision. */
    boolean decided(FifoAgent.Decided decision) {
        return everyAgent.stream().anyMatch(agent -> agent.agent.decided.contains(decision));
    }

    /** True if some agent decided about the target in a group: a core may hold it. */
    boolean together(HostTarget target) {
        return everyAgent.stream().anyMatch(agent -> agent.agent.together.contains(target.id()));
    }

    /** True if some agent published a decision of that epoch for that core and target, whatever its stamp. */
    boolean decidedAnyhow(long epoch, int core, HostTarget target) {
        return everyAgent.stream()
                .flatMap(agent -> agent.agent.decided.stream())
                .anyMatch(made -> made.epoch() == epoch && made.core() == core && made.id() == target.id());
    }

    /** The agent that entered an epoch, dead or alive; null if it has not entered yet. */
    FifoAgent agentOf(long epoch) {
        for (SwarmAgent agent : everyAgent) {
            if (agent.agent.epoch() == epoch) {
                return agent.agent;
            }
        }
        return null;
    }

    /** Decisions published by all agents so far. */
    long published() {
        return everyAgent.stream().mapToLong(agent -> agent.agent.publishedEver).sum();
    }

    /** No more mischief; with or without an agent, everything runnable must run within bounded steps. */
    private void heal() {
        healing = true;
        List.copyOf(agents).forEach(this::kill);
        if (random.nextBoolean()) {
            add(true);
        }
        for (int round = 0; round < 400 && (round < 60 || !quiet()); round++) {
            host.clock.advance(5 * SteppedHost.MILLI);
            host.watchdog.step();
            for (int i = 0; i < 4; i++) {
                stepAnAgent();
                cores.forEach(SwarmCore::step);
                checker.check();
            }
        }
    }

    private boolean quiet() {
        return targets.stream().allMatch(target -> target.state() == TargetState.BLOCKED)
                && agents.stream().allMatch(SwarmAgent::sleeps);
    }

    @Override
    public String toString() {
        return cores + ", epoch " + host.enclave.epoch() + ", agents "
                + agents.stream()
                        .map(a -> a.agent.standing() + (a.sleeps() ? " asleep" : ""))
                        .toList();
    }
}
