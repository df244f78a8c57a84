package dev.wave.threads.virtual;

import dev.wave.core.Clock;
import dev.wave.core.IdleStrategy;
import dev.wave.core.host.Counters;
import dev.wave.core.host.Enclave;
import dev.wave.core.link.Interrupt;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.threads.preempt.PreemptibleCarrier;
import java.util.concurrent.locks.LockSupport;

/**
 * A core of the enclave: a platform thread that runs the virtual threads it is told to, one at a time.
 *
 * <p>The loop: take a target (by decision, or from the fallback), run it until it comes off, report how it came off. How is read from what
 * happened meanwhile: a thread that ended is no longer alive; one that wants to go on was submitted again by this very carrier before its
 * task returned; any other has blocked, and whether somebody woke it in between is the state table's business.
 *
 * <p>A spare carrier runs the same loop for a core whose own carrier is stuck, until that one is back.
 */
final class Carrier extends PreemptibleCarrier {
    private static final long SPARE_PAUSE_NANOS = 100_000;
    private static final long OFFLINE_PAUSE_NANOS = 100_000_000;

    private final Enclave enclave;
    private final VirtualThreads threads;
    private final int core;
    private volatile int cpu;
    private final boolean spare;
    private final IdleStrategy idle;
    private final Clock clock;
    private volatile RegionLayout region;
    private VirtualTarget running;
    private boolean submittedItself;
    private volatile boolean stopping;
    private volatile boolean resting;
    private volatile long runsSinceNanos;
    private volatile long nativeId;
    private volatile long idleNanos;

    Carrier(CarrierRole role, Enclave enclave, VirtualThreads threads, IdleStrategy idle, Clock clock) {
        super(role.threadName(), preemptionAddress(enclave, enclave.region(), role.core()));
        this.enclave = enclave;
        this.threads = threads;
        this.core = role.core();
        this.cpu = role.cpu();
        this.spare = role.spare();
        this.idle = idle;
        this.clock = clock;
        this.region = enclave.region();
        setDaemon(true);
    }

    private static long preemptionAddress(Enclave enclave, RegionLayout region, int core) {
        return enclave.link().toHost().address(region.agentPreemption(core));
    }

    @Override
    public void run() {
        nativeId = Cpus.threadId();
        Cpus.pin(cpu);
        while (!stopping) {
            VirtualTarget target = (VirtualTarget) enclave.take(core);
            if (target != null) {
                execute(target);
            } else if (enclave.online(core)) {
                waitForWork();
            } else {
                restWhileOffline();
            }
        }
    }

    private void restWhileOffline() {
        resting = true;
        while (!stopping && !enclave.online(core)) {
            LockSupport.parkNanos(this, OFFLINE_PAUSE_NANOS);
        }
        resting = false;
        Cpus.pin(cpu);
    }

    /** True while the core is out of use and nothing runs on it. */
    boolean resting() {
        return resting;
    }

    /** Where to run from the next time the core comes into use; -1 anywhere. */
    void cpu(int next) {
        cpu = next;
    }

    int cpu() {
        return cpu;
    }

    private void execute(VirtualTarget target) {
        followEpoch();
        running = target;
        submittedItself = false;
        runsSinceNanos = clock.nanos();
        mount(target.scope(), target.dispatch());
        try {
            target.task().run();
        } catch (Throwable e) {
            // What a virtual thread throws ends inside it. This came from the JDK's or our own code around it: the core
            // must live on.
            getUncaughtExceptionHandler().uncaughtException(this, e);
        } finally {
            boolean preempted = unmount();
            running = null;
            runsSinceNanos = 0;
            enclave.prefetch(core);
            report(target, preempted);
        }
    }

    private void report(VirtualTarget target, boolean preempted) {
        TargetEvent event = TargetEvent.BLOCK;
        if (target.ended()) {
            event = TargetEvent.EXIT;
            threads.forget(target);
        } else if (submittedItself) {
            event = preempted ? TargetEvent.PREEMPT : TargetEvent.YIELD;
        }
        if (event == TargetEvent.PREEMPT) {
            enclave.counters(core).increment(Counters.PREEMPTIONS);
        }
        enclave.apply(target, event, core, queue());
    }

    /**
     * Each agent has preemption lines of its own. Called by the carrier before each run, and by the watchdog, again and again: a thread that has been
     * running since an earlier epoch must hear the new agent, too, however long it goes on.
     */
    void followEpoch() {
        RegionLayout now = enclave.region();
        if (now != region) {
            region = now;
            listenTo(preemptionAddress(enclave, now, core));
        }
    }

    private void waitForWork() {
        long start = clock.nanos();
        do {
            enclave.idleDuties(core);
            if (enclave.hasWork(core) || !enclave.online(core)) {
                addIdle(clock.nanos() - start);
                return;
            }
            Thread.onSpinWait();
        } while (!stopping && clock.nanos() - start < idle.spinNanos());
        addIdle(clock.nanos() - start);
        if (spare) {
            // The core's interrupt has one waiter, and that is the core's own carrier, which may be back any moment.
            LockSupport.parkNanos(this, SPARE_PAUSE_NANOS);
        } else if (idle.sleepNanosMax() > 0) {
            sleepOnInterrupt();
        }
    }

    /** Only this thread adds; others read. */
    private void addIdle(long nanos) {
        long sum = idleNanos + nanos;
        idleNanos = sum;
    }

    private void sleepOnInterrupt() {
        Interrupt interrupt = enclave.interrupt(core);
        long ticket = interrupt.arm();
        if (enclave.mayRest(core, interrupt) && enclave.online(core) && !stopping) {
            interrupt.await(ticket, enclave.restNanos(core, idle.sleepNanosMax()));
        }
        interrupt.disarm();
    }

    /** Called by {@link VirtualThreads#wake} when the wake-up comes from this carrier. */
    void submitted(VirtualTarget target) {
        if (target == running && Thread.currentThread() == this) {
            submittedItself = true;
        }
    }

    boolean serves(Enclave other) {
        return enclave == other;
    }

    Enclave enclave() {
        return enclave;
    }

    /** The message queue this thread may use: its core's own, unless it only stands in. */
    int queue() {
        return spare ? enclave.geometry().guarded() : core;
    }

    VirtualTarget running() {
        return running;
    }

    /** Since when the present target is on this carrier; 0 if there is none. */
    long runsSinceNanos() {
        return runsSinceNanos;
    }

    /** The kernel's id of this thread; 0 before it runs. */
    long nativeId() {
        return nativeId;
    }

    /** Nanoseconds spent looking for work without finding any, awake. */
    long idleNanos() {
        return idleNanos;
    }

    int core() {
        return core;
    }

    /** Asks the loop to end after the present target. */
    void finish() {
        stopping = true;
        LockSupport.unpark(this);
        enclave.interrupt(core).raise();
    }
}
