package dev.wave.lab.threads;

import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Timeline;
import dev.wave.threads.CoreView;
import dev.wave.threads.GroupPolicy;
import dev.wave.threads.PolicyThread;
import dev.wave.threads.ThreadPolicy;

/**
 * A policy whose thinking takes time. Windows charge for the agent's accesses; what it computes between them is charged here, where it computes: so much for
 * each event, so much for each decision. Questions that are answered by a look at the clock are free.
 */
class ComputingPolicy implements ThreadPolicy {
    private final ThreadPolicy policy;
    private final Timeline timeline;
    private final long eventPicos;
    private final long decisionPicos;

    /** A policy of groups stays one. */
    static ThreadPolicy of(ThreadPolicy policy, Timeline timeline, MachineModel model, Side side) {
        return policy instanceof GroupPolicy groups
                ? new ComputingGroupPolicy(groups, timeline, model, side)
                : new ComputingPolicy(policy, timeline, model, side);
    }

    ComputingPolicy(ThreadPolicy policy, Timeline timeline, MachineModel model, Side side) {
        this.policy = policy;
        this.timeline = timeline;
        this.eventPicos = model.picos(side == Side.HOST ? Cost.HOST_EVENT : Cost.NIC_EVENT);
        this.decisionPicos = model.picos(side == Side.HOST ? Cost.HOST_DECISION : Cost.NIC_DECISION);
    }

    private void event() {
        timeline.spend(eventPicos);
    }

    final void decision() {
        timeline.spend(decisionPicos);
    }

    @Override
    public void created(PolicyThread thread) {
        event();
        policy.created(thread);
    }

    @Override
    public void ready(PolicyThread thread) {
        event();
        policy.ready(thread);
    }

    @Override
    public void yielded(PolicyThread thread) {
        event();
        policy.yielded(thread);
    }

    @Override
    public void preempted(PolicyThread thread) {
        event();
        policy.preempted(thread);
    }

    @Override
    public void returned(PolicyThread thread) {
        event();
        policy.returned(thread);
    }

    @Override
    public void blocked(PolicyThread thread) {
        event();
        policy.blocked(thread);
    }

    @Override
    public void departed(PolicyThread thread) {
        event();
        policy.departed(thread);
    }

    @Override
    public void weightChanged(PolicyThread thread) {
        policy.weightChanged(thread);
    }

    @Override
    public void affinityChanged(PolicyThread thread) {
        policy.affinityChanged(thread);
    }

    @Override
    public void changed(PolicyThread thread) {
        event();
        policy.changed(thread);
    }

    @Override
    public void tick(long nowNanos) {
        policy.tick(nowNanos);
    }

    @Override
    public PolicyThread pick(CoreView core) {
        PolicyThread picked = policy.pick(core);
        if (picked != null) {
            decision();
        }
        return picked;
    }

    @Override
    public boolean shouldRecall(CoreView core) {
        return policy.shouldRecall(core);
    }

    @Override
    public boolean shouldPreempt(CoreView core) {
        return policy.shouldPreempt(core);
    }
}
