package dev.wave.core;

import dev.wave.core.link.LinkException;
import java.util.function.Consumer;

/**
 * Gives an agent a thread: steps it, and waits by an {@link IdleStrategy} when there is nothing to do.
 *
 * <p>Runs on the caller's thread ({@link #run}) or on one of its own ({@link #start}).
 */
public final class AgentRunner implements Runnable, AutoCloseable {
    private static final long JOIN_MILLIS = 5;
    private static final int JOINS_MAX = 400;

    private final Agent agent;
    private final IdleStrategy idle;
    private final Clock clock;
    private volatile boolean stopping;
    private volatile Throwable failure;
    private Thread thread;

    public AgentRunner(Agent agent, IdleStrategy idle, Clock clock) {
        this.agent = agent;
        this.idle = idle;
        this.clock = clock;
    }

    /** Steps until the agent is over, {@link #stop} is called, or a step throws; the agent is closed in any case. */
    @Override
    public void run() {
        try {
            loop();
        } catch (RuntimeException | Error e) {
            failure = LinkException.isLostMemory(e)
                    ? LinkException.lostMemory("the link of agent '" + agent.name() + "'", (InternalError) e)
                    : e;
            throw e;
        } finally {
            closeAgent();
        }
    }

    private void closeAgent() {
        try {
            agent.close();
        } catch (InternalError e) {
            if (!LinkException.isLostMemory(e)) {
                throw e;
            }
            // There is no region left to give back.
        }
    }

    private void loop() {
        long lastWork = clock.nanos();
        while (!stopping && !agent.over()) {
            if (agent.step() > 0) {
                lastWork = clock.nanos();
            } else {
                pause(lastWork);
            }
        }
    }

    private void pause(long lastWork) {
        long mayMiss = Math.min(agent.sleepNanos(), idle.sleepNanosMax());
        if (mayMiss > 0 && clock.nanos() - lastWork >= idle.spinNanos()) {
            agent.sleep(mayMiss);
        } else {
            // No Thread.yield here: among other spinning threads it costs whole time slices of the kernel.
            Thread.onSpinWait();
        }
    }

    /** Runs on a new daemon thread; a failure goes to the log. */
    public AgentRunner start() {
        return start(this::log);
    }

    /** Runs on a new daemon thread; {@code failed} is told what {@link #failure} tells, once the agent is closed. */
    public synchronized AgentRunner start(Consumer<Throwable> failed) {
        thread = new Thread(this, "wave-agent-" + agent.name());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, e) -> failed.accept(failure));
        thread.start();
        return this;
    }

    private void log(Throwable why) {
        System.Logger log = System.getLogger("dev.wave");
        String what = "agent '" + agent.name() + "' failed; its host's fallback takes over: ";
        // A lost link's message says it all; of another failure, who wants the trace asks for it by the level.
        log.log(
                System.Logger.Level.ERROR,
                what + (why instanceof LinkException ? why.getMessage() : agent.explain(why)));
        log.log(System.Logger.Level.DEBUG, "where it failed", why);
    }

    /** Asks the loop to end after the present step. */
    public void stop() {
        stopping = true;
    }

    /**
     * Waits for the loop to end.
     *
     * @return true if it has ended
     */
    public boolean await(long millis) throws InterruptedException {
        Thread running;
        synchronized (this) {
            running = thread;
        }
        return running == null || running.join(java.time.Duration.ofMillis(millis));
    }

    /** True if its own thread has ended. */
    public synchronized boolean ended() {
        return thread != null && !thread.isAlive();
    }

    /** What a step threw, or null. */
    public Throwable failure() {
        return failure;
    }

    /** What its own thread is doing just now, innermost call first; empty if it has none or has ended. */
    public synchronized StackTraceElement[] stack() {
        return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
    }

    /**
     * Ends the loop and waits for its thread, if it has one. A step that does not come back cannot be ended in Java: it is interrupted after a second, and after
     * two its thread is left behind, a daemon; the host has long taken its agent's charge away.
     */
    @Override
    public void close() {
        stop();
        Thread running;
        synchronized (this) {
            running = thread;
        }
        boolean interrupted = false;
        for (int i = 0;
                i < JOINS_MAX && running != null && running.isAlive() && running != Thread.currentThread();
                i++) {
            try {
                agent.wake();
                if (i == JOINS_MAX / 2) {
                    running.interrupt();
                }
                running.join(JOIN_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (running != null && running.isAlive() && running != Thread.currentThread()) {
            System.getLogger("dev.wave")
                    .log(
                            System.Logger.Level.ERROR,
                            "agent '" + agent.name() + "' does not end: " + agent.whereIn(running.getStackTrace())
                                    + " does not come back; its thread is left behind");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
