package dev.wave.sim.time;

import java.util.Arrays;

/**
 * The time of one simulation, in picoseconds, and everybody who lives in it.
 *
 * <p>An actor that spends time goes on without being suspended for as long as nothing else happens earlier; so the exact order of all that happens costs a
 * suspension only where two actors really meet.
 */
public final class Timeline {
    /** Picoseconds in a nanosecond. */
    public static final long NANO = 1_000;

    private final EventQueue events = new EventQueue();
    private Happening[] happenings = new Happening[16];
    private int registered;
    private Actor running;
    private long now;
    private long limit = EventQueue.NEVER;
    private long horizon;
    private long switches;
    private boolean refusesMonitors;

    /** The present moment, in picoseconds since the beginning. */
    public long now() {
        return now;
    }

    public long nowNanos() {
        return now / NANO;
    }

    /** Who is acting; null between the actors. */
    public Actor running() {
        return running;
    }

    /** How often an actor was suspended while it spent time: an account of this simulation, not of what it simulates. */
    public long switches() {
        return switches;
    }

    /**
     * From now on each suspension looks whether the actor holds a monitor, and refuses: without it such an actor may hang the JVM later. For tests: it costs a thousand times
     * what a suspension costs.
     */
    public void refuseMonitors() {
        refusesMonitors = true;
    }

    /** Gives something that happens the number by which {@link #at} knows it. */
    public int register(Happening happening) {
        if (registered == happenings.length) {
            happenings = Arrays.copyOf(happenings, 2 * registered);
        }
        happenings[registered] = happening;
        return registered++;
    }

    /** Somebody who begins to act now. */
    public Actor actor(String name, Runnable body) {
        int event = register(ticket -> {});
        Actor actor = new Actor(this, name, event, body);
        happenings[event] = actor;
        actor.wakeAt(now);
        return actor;
    }

    /**
     * What was registered as {@code event} happens at {@code time}, or now if that is over.
     *
     * @return the ticket it will be told
     */
    public long at(long time, int event) {
        return add(time, event);
    }

    long add(long time, int event) {
        long then = Math.max(time, now);
        // Whoever is running must let it happen first.
        horizon = Math.min(horizon, then);
        return events.add(then, event);
    }

    /** The running actor's time passes. */
    public void spend(long picos) {
        long then = now + picos;
        if (then < horizon) {
            now = then;
        } else {
            suspendUntil(then);
        }
    }

    private void suspendUntil(long then) {
        Actor actor = acting();
        actor.spendUntil(actor.slowness() == 1 ? then : now + (then - now) * actor.slowness());
        leave(actor);
    }

    private void leave(Actor actor) {
        if (refusesMonitors) {
            Suspension.refuseMonitors(actor);
        }
        switches++;
        Coroutine.leave(actor);
    }

    private Actor acting() {
        if (running == null) {
            throw new IllegalStateException("time is spent by actors only: this code runs outside of any");
        }
        return running;
    }

    /** The running actor does nothing until then, or until somebody wakes it. */
    public void parkUntil(long time) {
        Actor actor = acting();
        if (time != EventQueue.NEVER) {
            actor.wakeAt(time);
        }
        leave(actor);
    }

    /** The running actor does nothing until somebody wakes it. */
    public void park() {
        parkUntil(EventQueue.NEVER);
    }

    void enter(Actor actor) {
        running = actor;
        // A slow actor is suspended wherever it spends time, which is where it is made slow.
        horizon = actor != null && actor.slowness() > 1 ? now : Math.min(events.nextTime(), limit);
    }

    /** Lets everything happen that happens before {@code time}, or until nothing does any more. */
    public void runUntil(long time) {
        limit = time;
        while (events.nextTime() < limit) {
            now = events.nextTime();
            long ticket = events.take();
            happenings[EventQueue.event(ticket)].happen(ticket);
        }
        if (limit != EventQueue.NEVER) {
            now = Math.max(now, limit);
        }
    }

    /** Lets everything happen. */
    public void run() {
        runUntil(EventQueue.NEVER);
    }

    /** Ends {@link #runUntil} after what happens now; whoever runs is suspended when it next spends time. */
    public void stop() {
        limit = Math.min(limit, now);
        horizon = Math.min(horizon, now);
    }
}
