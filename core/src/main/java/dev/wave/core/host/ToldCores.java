package dev.wave.core.host;

import dev.wave.core.protocol.CoreCondition;
import dev.wave.core.protocol.MessageLayout;
import dev.wave.core.queue.SlotWriter;

/** What the agent in charge was told about cores. Touched only under the guard of the queue it is told through. */
final class ToldCores {
    private SlotWriter queue;
    private long[] sequences = {};

    /** @return true if anything was sent */
    boolean tell(SlotWriter now, HostCores cores, long nanos) {
        if (queue != now) {
            // Another agent: it knows nothing, and takes every core for one in its initial condition.
            queue = now;
            sequences = new long[cores.count()];
            java.util.Arrays.fill(sequences, CoreCondition.INITIAL.sequence());
        }
        boolean sent = false;
        for (int core = 0; core < sequences.length && queue.hasRoom(); core++) {
            CoreCondition condition = cores.condition(core);
            if (condition.sequence() != sequences[core]) {
                MessageLayout.putCore(queue, core, condition, nanos);
                queue.publish();
                sequences[core] = condition.sequence();
                sent = true;
            }
        }
        return sent;
    }
}
