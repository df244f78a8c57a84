package dev.wave.core.reordering;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Threads of the host and of agents that take turns in one real thread: each goes on until its next access of a window, and whose turn it is
 * and for how many accesses is drawn from the seed.
 */
public final class Actors {
    /** One of the threads. */
    public static final class Actor {
        private final String name;
        private final Coroutine body;
        private long frozenUntil;

        private Actor(String name, Runnable body) {
            this.name = name;
            this.body = new Coroutine(body);
        }
    }

    private final Machine machine;
    private final RandomGenerator random;
    private final List<Actor> actors = new ArrayList<>();
    private final int longestTurn;
    private boolean running;
    private int left;

    /** Takes over the machine's accesses as its scheduling points. */
    public Actors(Machine machine) {
        this.machine = machine;
        this.random = machine.random();
        // Some runs change hands at every access, some let one actor go far before another wakes up.
        this.longestTurn = 1 << random.nextInt(9);
        machine.atEachAccess(this::point);
    }

    public Actor add(String name, Runnable body) {
        Actor actor = new Actor(name, body);
        actors.add(actor);
        return actor;
    }

    /** Stops an actor wherever it stands, as SIGSTOP does, for so many accesses of the others. */
    public void freeze(Actor actor, int accesses) {
        actor.frozenUntil = machine.now() + accesses;
    }

    /** It dies where it stands. What it stored still arrives. */
    public void kill(Actor actor) {
        actors.remove(actor);
    }

    /** A scheduling point; also to be called in loops that wait without an access. */
    public void point() {
        if (running && left-- <= 0) {
            Coroutine.leave();
        }
    }

    /** Ends this actor's turn: it waits for somebody else. */
    public void pause() {
        left = 0;
        point();
    }

    /** Lets them take turns until all have ended; see {@link #run(int, BooleanSupplier)}. */
    public List<String> run(int accesses) {
        return run(accesses, actors::isEmpty);
    }

    /**
     * Lets them take turns until {@code done}.
     *
     * @param accesses how many accesses they get together; whoever has not ended by then waits for something that does not come
     * @return the names of those, an empty list if all is well
     */
    public List<String> run(int accesses, BooleanSupplier done) {
        // A turn without an access costs one, too.
        for (long i = 0; i + machine.now() < accesses; i++) {
            if (done.getAsBoolean()) {
                return List.of();
            }
            Actor next = actors.get(random.nextInt(actors.size()));
            if (next.frozenUntil > machine.now() + i) {
                continue;
            }
            left = random.nextInt(longestTurn);
            running = true;
            try {
                next.body.resume();
            } finally {
                running = false;
            }
            if (next.body.ended()) {
                actors.remove(next);
            }
            machine.event();
        }
        return actors.stream().map(actor -> actor.name).toList();
    }
}
