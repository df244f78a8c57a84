package dev.wave.core.inspect;

import dev.wave.core.counters.AgentCounter;
import dev.wave.core.inspect.Books.Reading;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.GrantState;
import dev.wave.core.protocol.RegionLayout;

/**
 * One region: who has it or asks for it, and what that agent counted.
 *
 * @param prepared true if what the agent's part holds is of that epoch; a new owner needs a moment to clear what a former one left
 * @param claimed true if a nonce stands in the claim line: somebody has the region or asks for it
 * @param epoch granted last; 0 if none ever was
 * @param beat grows with each step of the agent
 * @param reading whether the agent stood still while its counters were copied
 */
public record Region(
        int number,
        GrantState state,
        GrantReason reason,
        long epoch,
        boolean prepared,
        boolean claimed,
        long pid,
        long startTicks,
        long beat,
        Reading reading,
        CounterBlock counters,
        Books books) {
    private static final int TRIES = 8;

    static Region read(Window host, Window agent, RegionLayout layout) {
        Region region = copy(host, agent, layout);
        for (int i = 1; i < TRIES && region.reading == Reading.MOVING; i++) {
            region = copy(host, agent, layout);
        }
        return region;
    }

    private static Region copy(Window host, Window agent, RegionLayout layout) {
        long grant = layout.hostGrant();
        long claim = layout.agentClaim();
        long epoch = host.load(grant + RegionLayout.GRANT_EPOCH);
        boolean prepared = epoch != 0 && agent.load(claim + RegionLayout.ACCEPTED) == epoch;
        long beat = agent.load(layout.agentBeat());
        agent.loadFence();
        CounterBlock counters = CounterBlock.copy(agent, layout.agentCounters(), AgentCounter.values());
        agent.loadFence();
        Books books = Books.of(counters, host, agent, layout);
        agent.loadFence();
        Reading reading = reading(agent, layout, beat, counters);
        prepared &= agent.load(claim + RegionLayout.ACCEPTED) == epoch;
        return new Region(
                layout.number(),
                GrantState.of(host.load(grant + RegionLayout.GRANT_STATE)),
                GrantReason.of(host.load(grant + RegionLayout.GRANT_REASON)),
                epoch,
                prepared,
                agent.load(claim) != 0,
                agent.load(claim + RegionLayout.PID),
                agent.load(claim + RegionLayout.START_TIME),
                beat,
                reading,
                counters,
                books);
    }

    /** The beat alone would not tell: one step may publish several decisions. */
    private static Reading reading(Window agent, RegionLayout layout, long beat, CounterBlock counters) {
        boolean still = agent.load(layout.agentBeat()) == beat
                && CounterBlock.copy(agent, layout.agentCounters(), AgentCounter.values())
                        .same(counters);
        boolean resting = agent.load(layout.agentArmed()) == 1 || agent.load(layout.agentClaim()) == 0;
        return !still ? Reading.MOVING : resting ? Reading.AT_REST : Reading.STILL;
    }

    /** What does not add up in the books of the epoch; empty if all does, or there are none yet. */
    public String problem() {
        return prepared ? books.problem(reading) : "";
    }
}
