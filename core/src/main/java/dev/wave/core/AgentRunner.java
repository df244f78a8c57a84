package dev.wave.core;

import dev.wave.core.link.LinkException;
import java.util.function.Consumer;

/**
 * Gives an agent a thread: steps it, and waits by an {@link IdleStrategy} when there is nothing to do.
 *
 * <p>Runs on the caller's thread ({@link #run}) or on one of its own ({@link #start}).
 */
public final class AgentRunner implements Runnable, AutoCloseable {
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
        String what = "agent '" + agent.name() + "' failed; its host's fallback takes over";
        if (why instanceof LinkException lost) {
            // Its message says it all; where the loop stood just then says nothing.
            log.log(System.Logger.Level.ERROR, what + ": " + lost.getMessage());
        } else {
            log.log(System.Logger.Level.ERROR, what, why);
        }
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

    /** Ends the loop and waits for its thread, if it has one. */
    @Override
    public void close() {
        stop();
        Thread running;
        synchronized (this) {
            running = thread;
        }
        boolean interrupted = false;
        while (running != null && running.isAlive() && running != Thread.currentThread()) {
            try {
                agent.wake();
                running.join(5);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
