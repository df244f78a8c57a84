package dev.wave.threads.virtual;

import dev.wave.core.Clock;
import dev.wave.core.host.Counters;
import dev.wave.core.host.Enclave;
import dev.wave.threads.EnclaveOptions;

/**
 * Lends a spare carrier to a core whose own is stuck: its virtual thread is pinned (a native frame or a class initialiser on its stack) and sleeps in
 * the kernel, so it cannot come off, and the JDK compensates for nothing under a custom scheduler.
 *
 * <p>A carrier that computes is not stuck, however long it takes: two of them on one core would only share it. When the stuck one is back, the spare
 * finishes the thread it has and goes.
 */
final class SpareCarriers {
    private final Enclave enclave;
    private final VirtualThreads threads;
    private final Carrier[] carriers;
    private final Carrier[] spares;
    private final long[] lentAt;
    private final EnclaveOptions options;
    private final Clock clock;

    SpareCarriers(EnclaveOptions options, Enclave enclave, VirtualThreads threads, Carrier[] carriers, Clock clock) {
        this.options = options;
        this.enclave = enclave;
        this.threads = threads;
        this.carriers = carriers;
        this.spares = new Carrier[carriers.length];
        this.lentAt = new long[carriers.length];
        this.clock = clock;
    }

    /** Looks at every core once; the watchdog calls it. */
    void look() {
        long now = clock.nanos();
        for (int core = 0; core < carriers.length; core++) {
            long since = carriers[core].runsSinceNanos();
            if (spares[core] != null) {
                takeBack(core, since);
            } else if (since != 0 && now - since >= options.stuckNanos() && sleepsInside(carriers[core], since)) {
                lend(core, since);
            }
        }
    }

    /** Looks twice: a carrier that the kernel kept off its CPU may have finished meanwhile, and sleep for want of work. */
    private static boolean sleepsInside(Carrier carrier, long since) {
        return Cpus.sleeps(carrier.nativeId()) && carrier.runsSinceNanos() == since;
    }

    private void lend(int core, long since) {
        if (!enclave.announceCoreFree(core)) {
            return;
        }
        lentAt[core] = since;
        var role = new CarrierRole(options.name(), core, -1, true);
        // Not pinned: the core's CPU may be where the stuck thread's interrupt handler runs, and the kernel places it
        // well.
        spares[core] = new Carrier(role, enclave, threads, options.idle(), clock);
        spares[core].start();
        enclave.counters(enclave.geometry().guarded()).increment(Counters.SPARES_LENT);
    }

    private void takeBack(int core, long since) {
        if (since != lentAt[core]) {
            spares[core].finish();
            spares[core] = null;
        }
    }

    void close() {
        for (Carrier spare : spares) {
            if (spare != null) {
                spare.finish();
            }
        }
    }
}
