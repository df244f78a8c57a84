package dev.wave.core.host;

import dev.wave.core.link.Window;
import dev.wave.core.protocol.RegionLayout;
import java.util.function.BooleanSupplier;

/**
 * Whether the agent of an epoch has prepared its part of the region. Before that, all that stands there is what a former owner left, who may have been hostile: a decision
 * would be nobody's, and a read line that promises room would let messages be written over others that nobody has read.
 */
final class Acceptance implements BooleanSupplier {
    private final Window agents;
    private final long offset;
    private final long epoch;
    private volatile boolean given;

    Acceptance(Window agents, RegionLayout region, long epoch) {
        this.agents = agents;
        this.offset = region.agentClaim() + RegionLayout.ACCEPTED;
        this.epoch = epoch;
    }

    @Override
    public boolean getAsBoolean() {
        if (given) {
            return true;
        }
        agents.flush(offset);
        if (agents.load(offset) == epoch) {
            agents.loadFence();
            given = true;
        }
        return given;
    }
}
