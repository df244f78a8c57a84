package dev.wave.threads;

import dev.wave.core.agent.AgentPort;
import dev.wave.core.protocol.DecisionGroup;
import java.util.List;

/** Which threads are to start together, and on which cores. The agent's one object for that; valid during the call. */
public final class CoreGroup {
    private final CoreView[] cores = new CoreView[DecisionGroup.MOST];
    private final PolicyThread[] threads = new PolicyThread[DecisionGroup.MOST];
    private int size;

    private final GroupPolicy policy;
    private final CoreState[] all;
    private final ThreadTable table;
    private final AgentPort<PolicyThread> port;

    CoreGroup(GroupPolicy policy, CoreState[] all, ThreadTable table, AgentPort<PolicyThread> port) {
        this.policy = policy;
        this.all = all;
        this.table = table;
        this.port = port;
        policy.cores(List.of(all));
    }

    /** One more member, {@link DecisionGroup#MOST} at most; no core and no thread twice. */
    public void add(CoreView core, PolicyThread thread) {
        cores[size] = core;
        threads[size] = thread;
        size++;
    }

    /** Asks the policy for a group for that core, and publishes it. @return false if there is none */
    boolean decide(CoreState core, long now) {
        size = 0;
        boolean any = port.groups() && policy.pickGroup(core, this);
        if (any) {
            publish(now);
        }
        return any;
    }

    /** One decision for each member, which names the group. */
    private void publish(long now) {
        int anchor = cores[0].number();
        int number = all[anchor].books().newGroup();
        for (int member = 0; member < size; member++) {
            CoreState core = all[cores[member].number()];
            PolicyThread thread = threads[member];
            table.picked(thread);
            thread.stamp = thread.sequence;
            core.staged(thread);
            port.decide(core.books(), thread, now, DecisionGroup.of(anchor, number, size, member));
        }
    }
}
