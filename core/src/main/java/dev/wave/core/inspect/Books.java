package dev.wave.core.inspect;

import dev.wave.core.counters.AgentCounter;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.queue.QueueLayout;

/**
 * Whether every decision of an epoch has exactly one outcome: {@code decisions = committed + refused + withdrawn + abandoned + pending}.
 *
 * <p>The left side is the agent's counter; what it must equal is found a second time in the queues themselves, whose valid words number
 * their slots: so many were published, so many were answered. A counter that lost or invented a decision differs from them.
 *
 * @param decisions published, by the agent's counter
 * @param settled outcomes received, by the agent's counters, the abandoned included
 * @param abandoned of these
 * @param published decisions found in the decision queues
 * @param answered outcomes found in the outcome queues
 * @param slots decisions that may be pending at most
 */
public record Books(long decisions, long settled, long abandoned, long published, long answered, long slots) {

    static Books of(CounterBlock counters, Window host, Window agent, RegionLayout layout) {
        long settled = 0;
        for (Outcome outcome : Outcome.values()) {
            settled += counters.get(AgentCounter.values()[outcome.code()]);
        }
        long published = 0;
        long answered = 0;
        for (int core = 0; core < layout.geometry().cores(); core++) {
            answered += newest(host, layout.outcomes(core));
            published += newest(agent, layout.decisions(core));
        }
        return new Books(
                counters.get(AgentCounter.DECISIONS),
                settled,
                counters.get(AgentCounter.values()[Outcome.ABANDONED.code()]),
                published,
                answered,
                (long) layout.geometry().cores() * layout.geometry().decisionSlots());
    }

    /** The number of the newest slot: valid words count from 1 and never go down. */
    private static long newest(Window window, QueueLayout queue) {
        long newest = 0;
        for (int slot = 0; slot < queue.slots(); slot++) {
            newest = Math.max(newest, window.load(queue.slot(slot)));
        }
        return newest;
    }

    /** Decisions without an outcome yet. */
    public long pending() {
        return decisions - settled;
    }

    /**
     * What does not add up; empty if all does.
     *
     * @param exact true if the agent stood still while this was read; else it may have published and taken in more meanwhile
     */
    public String problem(boolean exact) {
        if (pending() < 0) {
            return "more outcomes than decisions: " + settled + " against " + decisions;
        }
        if (exact && pending() > slots) {
            return pending() + " decisions pending, but there is room for " + slots + " only";
        }
        // The agent counts a decision just after it has published it, and queues were read after counters.
        if (published < decisions || exact && published > decisions + 1) {
            return decisions + " decisions counted, " + published + " found in the queues";
        }
        return settled - abandoned > answered
                ? settled - abandoned + " outcomes counted, " + answered + " found in the queues"
                : "";
    }
}
