package dev.wave.core.host;

import java.util.concurrent.locks.LockSupport;

/**
 * Gives a watchdog a thread: a step every quarter of the deadline while something is under way, and next to none while nothing is.
 *
 * <p>While it dozes, the first announcement of the enclave wakes it; so an idle service costs ten wake-ups a second, one step each.
 *
 * <p>Why nothing is missed while it dozes: whoever announces changes the state first and reads the flag afterwards; this thread raises the flag first and
 * looks at the state afterwards, in each step. Both are volatile, so one of the two sees the other. The flag stays up between the steps of one
 * doze, and only an alarm, or the end of the doze, takes it down.
 */
public final class WatchdogThread implements AutoCloseable {
    /** However long the deadline, an agent that asks for its grant should not wait for it. */
    private static final long PERIOD_NANOS_MAX = 25_000_000;

    private static final long DOZE_NANOS = 100_000_000;
    private static final int STEPS_BEFORE_DOZE = 20;

    private final Enclave enclave;
    private final Watchdog watchdog;
    private final Runnable duty;
    private final long periodNanos;
    private final Thread thread;
    private long failures;
    private volatile boolean stopping;
    private volatile boolean alarmed;

    /** @param duty what the mechanism itself wants looked at in every step */
    public WatchdogThread(Enclave enclave, Watchdog watchdog, WatchdogLimits limits, Runnable duty) {
        this.enclave = enclave;
        this.watchdog = watchdog;
        this.duty = duty;
        this.periodNanos = Math.min(limits.silenceNanos() / 4, PERIOD_NANOS_MAX);
        this.thread = new Thread(this::run, "wave-watchdog");
        thread.setDaemon(true);
        enclave.watchdogAlarm(this::alarm);
    }

    private void alarm() {
        alarmed = true;
        enclave.watchdogDozes(false);
        LockSupport.unpark(thread);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        int quietSteps = 0;
        while (!stopping) {
            boolean underWay = quietSteps < STEPS_BEFORE_DOZE ? watch() : doze();
            quietSteps = underWay ? 0 : Math.min(quietSteps + 1, STEPS_BEFORE_DOZE);
        }
        watchdog.close();
    }

    private boolean watch() {
        boolean underWay = step();
        look();
        LockSupport.parkNanos(this, Math.min(periodNanos, watchdog.lookWithinNanos()));
        return underWay;
    }

    /** @return true if something is under way, or an announcement ended it early */
    private boolean doze() {
        alarmed = false;
        enclave.watchdogDozes(true);
        boolean underWay = step();
        look();
        if (underWay) {
            enclave.watchdogDozes(false);
            return true;
        }
        LockSupport.parkNanos(this, DOZE_NANOS);
        return alarmed;
    }

    /** A look that fails must not be the last one: without a watchdog nobody would ever take over from a lost agent. */
    private boolean step() {
        try {
            return watchdog.step();
        } catch (RuntimeException | Error e) {
            report(e);
            return true;
        }
    }

    private void look() {
        try {
            duty.run();
        } catch (RuntimeException | Error e) {
            report(e);
        }
    }

    /** Each time twice as rarely, or a lasting cause would fill the log. */
    private void report(Throwable failure) {
        failures++;
        if (Long.bitCount(failures) == 1) {
            System.getLogger("dev.wave")
                    .log(
                            System.Logger.Level.ERROR,
                            "a look of the watchdog failed (" + failures + " so far); it goes on with the next one",
                            failure);
        }
    }

    /** Stops the watchdog; whatever still runs is run by the fallback. */
    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
