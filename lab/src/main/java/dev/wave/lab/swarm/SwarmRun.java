package dev.wave.lab.swarm;

import dev.wave.core.protocol.TargetWord;
import dev.wave.sim.time.Timeline;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One seed, from its beginning to its end:
 *
 * <pre>
 *   | boot | trouble: faults, load ............. | healed: what is left is done | an agent is in charge | all threads once more, by decision | audit |
 *            safety is checked at every step to the end ......................................................................................
 * </pre>
 */
final class SwarmRun {
    private static final long STEP = 250 * SwarmPlan.MICRO;
    private static final long CALM_STEP = 5 * SwarmPlan.MILLI;

    /**
     * Within this everything must be done after the last fault, beside the two limits of the watchdog and the longest sleep of a core: what was still queued, and what the
     * watchdog's looks come late.
     */
    private static final long DRAIN_NANOS = 10_000_000;

    /**
     * Within this an agent must be in charge: the host frees the regions of the dead when it looks at its processes, once a second while nothing is under way; and once
     * more if what was scribbled into one of them then passes for a claim.
     */
    private static final long RETURN_NANOS = 2_500_000_000L;

    private final SwarmPlan plan;
    private final SwarmWorld world;
    private final Timeline timeline;
    private final Mischief mischief;
    private final long end;
    private boolean honest = true;
    private long drainNanos;
    private long returnNanos;

    SwarmRun(SwarmPlan plan, StandIns standIns) {
        this.plan = plan;
        this.world = new SwarmWorld(plan, standIns);
        this.timeline = world.timeline();
        this.end = plan.troubledPicos();
        this.mischief = new Mischief(world, end);
    }

    /** Runs a seed on a machine in which nothing is replaced. */
    static SwarmResult of(long seed) {
        return new SwarmRun(SwarmPlan.draw(seed), StandIns.NONE).run();
    }

    SwarmResult run() {
        String violation;
        SwarmAudit audit = null;
        try {
            violation = live();
            audit = new SwarmAudit(world, honest);
            violation = violation.isEmpty() ? audit.problem() : violation;
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            violation = "the code threw " + e + where(e) + " (at " + timeline.nowNanos() + " ns)";
        }
        return result(violation, audit);
    }

    private static String where(Throwable e) {
        return e.getStackTrace().length == 0 ? "" : " in " + e.getStackTrace()[0];
    }

    private SwarmResult result(String violation, SwarmAudit audit) {
        Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
        faults.putAll(mischief.done());
        if (audit != null && audit.noRoom() > 0) {
            faults.put(FaultKind.QUEUE_FULL, audit.noRoom());
        }
        return new SwarmResult(
                plan.seed(),
                violation,
                faults,
                audit == null ? Map.of() : audit.outcomes(),
                audit == null ? Map.of() : audit.watchdogCounters(),
                world.checker().starts(),
                drainNanos,
                returnNanos);
    }

    /** @return what went wrong; empty if nothing did */
    private String live() {
        mischief.begin();
        String violation = until(end);
        if (violation.isEmpty()) {
            heal();
            violation = drain();
        }
        if (violation.isEmpty()) {
            violation = awaitAgent();
        }
        return violation.isEmpty() ? onceMore() : violation;
    }

    private String until(long time) {
        timeline.runUntil(time);
        return world.checker().violation();
    }

    private void heal() {
        honest = !mischief.done().containsKey(FaultKind.GARBAGE_WRITTEN);
        world.heal();
        world.agents().restore();
        if (!honest) {
            // What they have in their regions is not what they wrote: they are replaced, as their operator would.
            world.agents().killAll();
        }
        if (world.agents().present() == null) {
            world.agents().start(plan.agents().policy(), true);
        }
    }

    private String drain() {
        long limit = DRAIN_NANOS
                + SwarmWorld.HALT_NANOS
                + 3 * plan.limits().silenceNanos()
                + plan.limits().starvationNanos();
        while (!world.done()) {
            drainNanos = timeline.nowNanos() - end / Timeline.NANO;
            if (drainNanos > limit) {
                return "liveness: " + world.notDone() + ", " + drainNanos + " ns after the last fault" + inCharge();
            }
            String violation = until(timeline.now() + STEP);
            if (!violation.isEmpty()) {
                return violation;
            }
        }
        return "";
    }

    private String inCharge() {
        long epoch = world.enclave().epoch();
        return ", with " + (epoch == 0 ? "the fallback" : "the agent of epoch " + epoch) + " in charge; agents: "
                + world.agents();
    }

    private String awaitAgent() {
        long from = timeline.nowNanos();
        world.calm(true);
        while (!world.agents().settled()) {
            returnNanos = timeline.nowNanos() - from;
            if (returnNanos > RETURN_NANOS) {
                return "liveness: no agent is in charge again, " + returnNanos + " ns after all was done" + inCharge();
            }
            if (world.agents().present() == null) {
                world.agents().start(plan.agents().policy(), false);
            }
            String violation = until(timeline.now() + CALM_STEP);
            if (!violation.isEmpty()) {
                return violation;
            }
        }
        world.calm(false);
        return "";
    }

    /**
     * After this, the agent has taken in everything. A core whose interrupt was lost, and whose decision is about a thread that has ended since, answers when it looks next: nobody waits for
     * it, so nobody rings again.
     */
    private static long allAnswered() {
        return SwarmWorld.HALT_NANOS * Timeline.NANO + 2 * STEP;
    }

    /** With an agent in charge and nothing going wrong, every thread runs by decision. */
    private String onceMore() {
        // Who sleeps on the line of an epoch that ended, because the interrupt that said so was lost, looks again by
        // then.
        until(timeline.now() + allAnswered());
        long epoch = world.enclave().epoch();
        long fallbackRuns = new SwarmAudit(world, honest).fallbackRuns();
        world.askOperator(() -> List.copyOf(world.threads()).forEach(thread -> world.wake(thread, TargetWord.NO_CORE)));
        long from = timeline.nowNanos();
        String violation = until(timeline.now() + STEP);
        while (violation.isEmpty() && !world.done()) {
            if (timeline.nowNanos() - from > DRAIN_NANOS) {
                return "liveness: " + world.notDone() + ", " + DRAIN_NANOS + " ns after it was woken" + inCharge();
            }
            violation = until(timeline.now() + STEP);
        }
        if (violation.isEmpty() && world.enclave().epoch() != epoch) {
            return "liveness: epoch " + epoch + " ended though nothing went wrong any more" + inCharge();
        }
        violation = violation.isEmpty() ? until(timeline.now() + allAnswered()) : violation;
        boolean fellBack = new SwarmAudit(world, honest).fallbackRuns() != fallbackRuns;
        return violation.isEmpty() && fellBack ? "the fallback ran threads while an agent was in charge" : violation;
    }
}
