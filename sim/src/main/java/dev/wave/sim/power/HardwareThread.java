package dev.wave.sim.power;

import dev.wave.sim.time.Actor;
import dev.wave.sim.time.EventQueue;
import dev.wave.sim.time.Timeline;
import java.util.function.LongConsumer;

/**
 * One of the two threads of a core: computes, or idles and sleeps the deeper the longer.
 *
 * <p><b>How deep.</b> As Linux's menu governor in its main lines: it takes for the time it will sleep the least of the time to the next timer and the mean of how long it
 * slept lately, and goes deep at once if that is worth it. Was it wrong, it goes deep later, when it has slept for as long as would have been worth it, provided that no timer
 * comes before. A periodic tick therefore keeps a thread in light sleep whenever the period is shorter than what deep sleep is worth.
 *
 * <p>Left out: that a thread woken while it was going into deep sleep has to finish that first, and that caches are cold afterwards.
 */
public final class HardwareThread {
    /** No end of what it computes. */
    public static final double ENDLESS = Double.POSITIVE_INFINITY;

    private static final long NONE = -1;

    /** Until it first slept: nothing speaks against a long sleep. */
    private static final long UNKNOWN = EventQueue.NEVER;

    /** The last sleep counts as one part in so many of the mean. */
    private static final int MEMORY = 8;

    private final Socket socket;
    private final Timeline timeline;
    private final SleepStates states;
    private final int number;
    private final double siblingShare;
    private final int fallAsleep;
    private Activity activity = Activity.LIGHT;
    private long deepTicket = NONE;
    private long idleSince;
    private long meanSleep = UNKNOWN;

    // What it computes: cycles done until the mark, and where the socket's count stood there.
    private double done;
    private double mark;
    private boolean computing;
    private Actor waiter;

    HardwareThread(Socket socket, Timeline timeline, SleepStates states, int number, double siblingShare) {
        this.socket = socket;
        this.timeline = timeline;
        this.states = states;
        this.number = number;
        this.siblingShare = siblingShare;
        this.fallAsleep = timeline.register(this::deep);
    }

    public int number() {
        return number;
    }

    public Activity activity() {
        return activity;
    }

    /** Has nothing to do from now on. @param untilTimer when a timer will wake it at the latest, from now; {@link EventQueue#NEVER} if none will */
    public void idle(long untilTimer) {
        idleSince = timeline.now();
        change(Activity.LIGHT);
        long least = states.deepLeast();
        if (Math.min(untilTimer, meanSleep) >= least) {
            deepTicket = timeline.at(idleSince + states.deepEntry(), fallAsleep);
        } else if (untilTimer >= 2 * least) {
            deepTicket = timeline.at(idleSince + least + states.deepEntry(), fallAsleep);
        }
    }

    private void deep(long ticket) {
        if (ticket == deepTicket && activity == Activity.LIGHT) {
            change(Activity.DEEP);
        }
    }

    /** Is woken: from now on it is active. @return how long it takes until it executes something */
    public long wake() {
        if (activity == Activity.ACTIVE) {
            return 0;
        }
        // While its sibling is awake the core has power, however deep this thread believes to sleep.
        boolean off = activity == Activity.DEEP && socket.sibling(number).activity == Activity.DEEP;
        long slept = timeline.now() - idleSince;
        meanSleep = meanSleep == UNKNOWN ? slept : meanSleep + (slept - meanSleep) / MEMORY;
        deepTicket = NONE;
        change(Activity.ACTIVE);
        return off ? states.deepExit() : states.lightExit();
    }

    private void change(Activity next) {
        HardwareThread sibling = socket.sibling(number);
        boolean shares = (activity == Activity.ACTIVE) != (next == Activity.ACTIVE);
        if (shares) {
            sibling.settle();
        }
        settle();
        activity = next;
        socket.changed(this);
        if (shares) {
            sibling.speedChanged();
        }
    }

    /** The cycles it has computed for its program up to now, all in all. */
    public double done() {
        settle();
        return done;
    }

    private void settle() {
        double now = socket.cycles();
        if (computing) {
            done += (now - mark) * share();
        }
        mark = now;
    }

    private double share() {
        return socket.sibling(number).activity == Activity.ACTIVE ? siblingShare : 1;
    }

    /**
     * Computes, on behalf of the running actor, which does nothing else until the cycles are done, the time is over, or somebody wakes it.
     *
     * @param cycles how much; {@link #ENDLESS} until woken
     * @param until at the latest; {@link EventQueue#NEVER} for none
     * @param wait how it waits, so that others can interrupt it
     * @return the cycles done
     */
    public double compute(double cycles, long until, LongConsumer wait) {
        double before = done();
        long end = Math.min(until, endOf(cycles));
        computing = true;
        boolean finite = cycles != ENDLESS;
        if (finite) {
            waiter = timeline.running();
            socket.waits(this);
        }
        wait.accept(end);
        settle();
        computing = false;
        if (finite) {
            waiter = null;
            socket.waitsNoMore(this);
        }
        return done - before;
    }

    /** Rounded up, so that who waits until then has done all of them. */
    private long endOf(double cycles) {
        if (cycles == ENDLESS) {
            return EventQueue.NEVER;
        }
        return timeline.now() + (long) Math.ceil(cycles * Timeline.NANO / (share() * socket.clock()));
    }

    /** The end of what it computes moves: who waits for it looks anew. */
    void speedChanged() {
        if (waiter != null) {
            waiter.wakeAt(timeline.now());
        }
    }
}
