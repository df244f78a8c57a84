package dev.wave.sim.machine;

import dev.wave.core.Agent;
import dev.wave.sim.memory.Memory;
import dev.wave.sim.time.Timeline;

/**
 * The loop of an agent that never sleeps: one step after the other.
 *
 * <p>Steps that find nothing are not simulated one by one. All of them are alike until a store arrives; so the time until then is skipped in whole steps, each as long as the last one, and
 * the arrival is noticed when the loop would have come round to it. Where something depends on time passing, nothing is skipped.
 */
public final class Polling implements Runnable {
    private final Agent agent;
    private final Memory watched;
    private final Timeline timeline;
    private final Looking looking;

    /** What a step that finds nothing has looked at. */
    enum Looking {
        /** The memory itself. */
        AT_MEMORY,
        /** Copies, some of them from the step before. */
        AT_COPIES
    }

    Polling(Agent agent, Memory watched, Timeline timeline, Looking looking) {
        this.looking = looking;
        this.agent = agent;
        this.watched = watched;
        this.timeline = timeline;
    }

    @Override
    public void run() {
        long before = timeline.now();
        while (!agent.over()) {
            long from = timeline.now();
            boolean idle = agent.step() == 0;
            // What arrives while a step goes round may arrive behind its back: the next step sees it, or, where copies
            // are looked at, the one after that.
            boolean late = watched.storedAfter(looking == Looking.AT_COPIES ? before : from, timeline);
            if (idle && !late) {
                skip(Math.max(1, timeline.now() - from));
            }
            before = from;
        }
    }

    private void skip(long stepPicos) {
        long nanos = agent.sleepNanos();
        if (nanos == 0) {
            return;
        }
        long from = timeline.now();
        long most = Long.MAX_VALUE / 4 / Timeline.NANO;
        watched.awaitStore(timeline, from + Math.min(nanos, most) * Timeline.NANO);
        long late = (timeline.now() - from) % stepPicos;
        timeline.spend(late == 0 ? 0 : stepPicos - late);
    }
}
