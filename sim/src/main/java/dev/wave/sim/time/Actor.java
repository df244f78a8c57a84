package dev.wave.sim.time;

/**
 * Someone who does something: ordinary sequential code that may be suspended wherever it spends time.
 *
 * <p>Its body must not meet locks, thread locals or parking: all actors of a timeline share one thread, so a monitor held across a suspension is a
 * monitor held by everybody, and a parked actor parks the simulation.
 */
public final class Actor implements Happening {
    /** No ticket is as small: it waits for nothing. */
    private static final long NOTHING = -1;

    private final Timeline timeline;
    private final String name;
    private final int event;
    private final Coroutine body;
    private long due = NOTHING;
    private long dueAt;
    private boolean spending;
    private long frozenUntil;
    private boolean killed;
    private int slowness = 1;
    private Object place;

    Actor(Timeline timeline, String name, int event, Runnable body) {
        this.timeline = timeline;
        this.name = name;
        this.event = event;
        this.body = new Coroutine(body);
    }

    public String name() {
        return name;
    }

    /** Where it runs, for whoever accounts for what it does; null if nobody does. */
    public Object place() {
        return place;
    }

    public Actor at(Object where) {
        this.place = where;
        return this;
    }

    /**
     * Wakes it, at {@code time}, if it is parked; an earlier waking stands, a later one is brought forward. Who spends time is not woken: it is busy, and looks
     * around before it parks.
     */
    public void wakeAt(long time) {
        if (!over() && !spending && (due == NOTHING || time < dueAt)) {
            comeAt(time);
        }
    }

    /** It is busy until then. */
    void spendUntil(long time) {
        spending = true;
        comeAt(time);
    }

    private void comeAt(long time) {
        dueAt = time;
        due = timeline.add(time, event);
    }

    /** Stops it wherever it stands, as SIGSTOP or a long collection does, until then. Whatever wakes it meanwhile waits. */
    public void freezeUntil(long time) {
        frozenUntil = Math.max(frozenUntil, time);
    }

    /** From now on whatever it does takes {@code times} as long, as on a core that is throttled or shared; 1 for its own pace. What it waits for does not. */
    public void slow(int times) {
        slowness = Math.max(1, times);
    }

    int slowness() {
        return slowness;
    }

    /** It dies where it stands. What it stored still arrives. */
    public void kill() {
        killed = true;
        due = NOTHING;
    }

    /** It has come to its end, or was killed. */
    public boolean over() {
        return killed || body.ended();
    }

    @Override
    public void happen(long ticket) {
        if (ticket != due || killed) {
            return;
        }
        if (timeline.now() < frozenUntil) {
            comeAt(frozenUntil);
            return;
        }
        due = NOTHING;
        spending = false;
        timeline.enter(this);
        try {
            body.resume();
        } finally {
            timeline.enter(null);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
