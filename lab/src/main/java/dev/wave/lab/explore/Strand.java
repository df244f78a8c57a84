package dev.wave.lab.explore;

import dev.wave.sim.time.Coroutine;
import java.util.function.BooleanSupplier;

/** One thread of a {@link World}: it is left before each access that others may notice, and entered again when the schedule says so. */
final class Strand {
    private final int number;
    private final String name;
    private final boolean ofHost;
    private final Coroutine body;
    private BooleanSupplier awaited;
    private int next = Places.BEGINS;

    Strand(int number, String name, boolean ofHost, Runnable body) {
        this.number = number;
        this.name = name;
        this.ofHost = ofHost;
        this.body = new Coroutine(body);
    }

    int number() {
        return number;
    }

    /** Threads of the host also meet in its heap. */
    boolean ofHost() {
        return ofHost;
    }

    /** True if it can go on. */
    boolean enabled() {
        return !body.ended() && (awaited == null || awaited.getAsBoolean());
    }

    /** What it is about to do, as {@link Places} names it. */
    int next() {
        return next;
    }

    /** Goes on until the next point. */
    void go() {
        awaited = null;
        next = Places.ENDS;
        body.resume();
    }

    /** Called by itself: others may go first. */
    void leave(int before) {
        next = before;
        Coroutine.leave(this);
    }

    /** Called by itself: it goes on only when this holds. */
    void leaveUntil(BooleanSupplier condition, int before) {
        awaited = condition;
        leave(before);
    }

    @Override
    public String toString() {
        return name;
    }
}
