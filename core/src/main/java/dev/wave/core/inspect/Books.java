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

    /** What the agent did while its books were copied. */
    public enum Reading {
        /** It went on: what was read is of several moments. */
        MOVING,
        /** Nothing changed, but it may have been, or have died, in the middle of a step, whose decisions it counts at the end. */
        STILL,
        /** It slept or had left: all is counted. */
        AT_REST
    }

    static Books of(CounterBlock counters, Window host, Window agent, RegionLayout layout) {
        long settled = 0;
        for (Outcome outcome : Outcome.values()) {
            settled += counters.get(AgentCounter.of(outcome));
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
                counters.get(AgentCounter.of(Outcome.ABANDONED)),
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

    /** What does not add up; empty if all does. */
    public String problem(Reading reading) {
        if (pending() < 0) {
            return "more outcomes than decisions: " + settled + " against " + decisions;
        }
        if (reading != Reading.MOVING && pending() > slots) {
            return pending() + " decisions pending, but there is room for " + slots + " only";
        }
        if (published < decisions || published > decisions + uncounted(reading)) {
            return decisions + " decisions counted, " + published + " found in the queues";
        }
        return settled - abandoned > answered
                ? settled - abandoned + " outcomes counted, " + answered + " found in the queues"
                : "";
    }

    /** How many decisions may be in the queues and not in the counters: those of one step, and no more than there are slots. */
    private long uncounted(Reading reading) {
        return switch (reading) {
            case MOVING -> Long.MAX_VALUE - decisions;
            case STILL -> slots;
            case AT_REST -> 0;
        };
    }
}
