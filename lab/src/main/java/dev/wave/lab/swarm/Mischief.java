package dev.wave.lab.swarm;

import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import dev.wave.sim.time.Actor;
import dev.wave.threads.policy.Policies;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What befalls a world while it is troubled. Half of all strikes come at any time, half within a few microseconds of a core starting something: then messages,
 * decisions and outcomes are under way, and an agent that is struck is struck between two accesses of its own.
 */
final class Mischief {
    private static final int MOST_AGENTS = 6;
    private static final long MOMENT = 4 * SwarmPlan.MICRO;

    private final SwarmWorld world;
    private final SwarmPlan plan;
    private final RandomGenerator random;
    private final Agenda agenda;
    private final Scribbler scribbler;
    private final long end;
    private final Deque<FaultKind> awaitingMoment = new ArrayDeque<>();
    private final Map<FaultKind, Long> done = new EnumMap<>(FaultKind.class);

    Mischief(SwarmWorld world, long end) {
        this.world = world;
        this.plan = world.plan();
        this.random = plan.random(4);
        this.agenda = new Agenda(world.timeline());
        this.scribbler = new Scribbler(world, plan.random(5));
        this.end = end;
        world.atMoments(this::moment);
    }

    void begin() {
        for (FaultKind kind : FaultKind.values()) {
            boolean strikes = switch (kind) {
                case INTERRUPT_LOST, INTERRUPT_LATE, INTERRUPT_DUPLICATED, QUEUE_FULL -> false;
                default -> plan.expected(kind) > 0;
            };
            if (strikes) {
                next(kind);
            }
        }
    }

    private void next(FaultKind kind) {
        double gap = random.nextExponential() * plan.troubledPicos() / plan.expected(kind);
        long when = world.timeline().now() + (long) Math.min(gap, (double) end);
        if (when < end) {
            agenda.at(when, () -> {
                if (random.nextBoolean()) {
                    strike(kind);
                } else {
                    awaitingMoment.add(kind);
                }
                next(kind);
            });
        }
    }

    private void moment() {
        FaultKind kind = awaitingMoment.poll();
        if (kind != null) {
            agenda.at(world.timeline().now() + random.nextLong(MOMENT), () -> strike(kind));
        }
    }

    private void strike(FaultKind kind) {
        if (!world.troubled() || world.enclave() == null) {
            return;
        }
        switch (kind) {
            case AGENT_KILLED, AGENT_PAUSED, AGENT_SLOWED -> strikeAgent(kind);
            case HOST_PAUSED ->
                pause(
                        kind,
                        SwarmPlan.one(world.hostActors(), random),
                        random.nextLong(2 * plan.limits().silenceNanos()));
            case LINK_STALLED -> {
                world.machine().stallLink(atMost(random.nextLong(300 * SwarmPlan.MICRO)));
                count(kind);
            }
            case INTERRUPT_SPURIOUS -> {
                world.link().interruptSpuriously(random.nextInt(1_000));
                count(kind);
            }
            case GARBAGE_WRITTEN -> {
                scribbler.scribble();
                count(kind);
            }
            case POLICY_SWITCHED -> {
                if (come(true)) {
                    count(kind);
                }
            }
            case THREAD_DIED -> world.askOperator(this::killThread);
            case THREAD_CHANGED -> world.askOperator(this::changeThread);
            case ENCLAVE_RESIZED -> world.askOperator(this::resize);
            default -> throw new IllegalStateException(kind + " does not strike at a moment");
        }
    }

    private long atMost(long picos) {
        return Math.min(picos, end - world.timeline().now());
    }

    private void count(FaultKind kind) {
        done.merge(kind, 1L, Long::sum);
    }

    private void strikeAgent(FaultKind kind) {
        SwarmAgents.Life life = world.agents().present();
        if (life == null) {
            return;
        }
        Actor actor = life.actor();
        switch (kind) {
            case AGENT_PAUSED ->
                pause(kind, actor, random.nextLong(3 * plan.limits().silenceNanos()));
            case AGENT_SLOWED -> {
                actor.slow(2 + random.nextInt(40));
                agenda.at(world.timeline().now() + random.nextLong(SwarmPlan.MILLI), () -> actor.slow(1));
                count(kind);
            }
            default -> {
                actor.kill();
                count(kind);
                if (random.nextInt(4) > 0) {
                    agenda.at(world.timeline().now() + random.nextLong(SwarmPlan.MILLI), () -> come(false));
                }
            }
        }
    }

    private void pause(FaultKind kind, Actor actor, long nanos) {
        actor.freezeUntil(world.timeline().now() + atMost(nanos * 1_000));
        count(kind);
    }

    /** Another agent comes, with a policy that may be another one. */
    private boolean come(boolean replace) {
        if (!world.troubled() || world.agents().count() >= MOST_AGENTS) {
            return false;
        }
        world.agents().start(SwarmPlan.one(Policies.NAMES, random), replace);
        return true;
    }

    private void killThread() {
        List<SwarmThread> ready = world.threads().stream()
                .filter(thread -> thread.state() == TargetState.READY)
                .toList();
        if (!ready.isEmpty()) {
            SwarmThread thread = SwarmPlan.one(ready, random);
            thread.gone = true;
            thread.owed = false;
            count(FaultKind.THREAD_DIED);
            world.standIns().apply(world.enclave(), thread, TargetEvent.EXIT, TargetWord.NO_CORE);
            world.replace(thread);
        }
    }

    private void changeThread() {
        SwarmThread thread = SwarmPlan.one(world.threads(), random);
        thread.affinity(random.nextBoolean() ? random.nextLong() : 0);
        thread.targetClass(random.nextInt(2));
        thread.deadlineNanos(world.timeline().nowNanos() + random.nextInt(100_000));
        count(FaultKind.THREAD_CHANGED);
        world.standIns().apply(world.enclave(), thread, TargetEvent.CHANGE, TargetWord.NO_CORE);
    }

    private void resize() {
        int cores = plan.geometry().cores();
        int core = random.nextInt(cores);
        boolean out = world.enclave().online(core);
        if (world.enclave().setOnline(core, !out) && cores > 1) {
            count(FaultKind.ENCLAVE_RESIZED);
        }
    }

    /** What was done, by kind; the others are told by the machine. */
    Map<FaultKind, Long> done() {
        Map<FaultKind, Long> all = new EnumMap<>(done);
        put(all, FaultKind.INTERRUPT_LOST, world.interrupts().lost());
        put(all, FaultKind.INTERRUPT_DUPLICATED, world.interrupts().duplicated());
        put(all, FaultKind.INTERRUPT_LATE, world.interrupts().late());
        return all;
    }

    private static void put(Map<FaultKind, Long> all, FaultKind kind, long count) {
        if (count > 0) {
            all.put(kind, count);
        }
    }
}
