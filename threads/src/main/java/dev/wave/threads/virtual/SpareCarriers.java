package dev.wave.threads.virtual;

import dev.wave.core.Clock;
import dev.wave.core.host.Counters;
import dev.wave.core.host.Enclave;
import java.util.ArrayList;
import java.util.List;

/**
 * Lends a spare carrier to a core whose own is stuck: its virtual thread is pinned (a native frame or a class initialiser on its stack) and sleeps in
 * the kernel, so it cannot come off, and the JDK compensates for nothing under a custom scheduler. The spare may get stuck as well; then another one is
 * lent in its place, up to a bound.
 *
 * <p>A carrier that computes is not stuck, however long it takes: two of them on one core would only share it. When a stuck one is back, those that
 * stood in for it finish the threads they have and go.
 */
final class SpareCarriers {
    private static final int SPARES_PER_CORE_MAX = 64;

    private final EnclaveOptions options;
    private final Enclave enclave;
    private final VirtualThreads threads;
    private final Clock clock;
    private final List<List<Post>> chains = new ArrayList<>();

    /** A carrier of a core, and, if another stands in for it, since when it has been running what it is stuck in. */
    private static final class Post {
        final Carrier carrier;
        long stuckSince;

        Post(Carrier carrier) {
            this.carrier = carrier;
        }
    }

    SpareCarriers(EnclaveOptions options, Enclave enclave, VirtualThreads threads, Carrier[] carriers, Clock clock) {
        this.options = options;
        this.enclave = enclave;
        this.threads = threads;
        this.clock = clock;
        for (Carrier carrier : carriers) {
            chains.add(new ArrayList<>(List.of(new Post(carrier))));
        }
    }

    /** Tells all carriers, the cores' own and those that stand in, which agent to listen to. */
    void followEpoch() {
        chains.forEach(chain -> chain.forEach(post -> post.carrier.followEpoch()));
    }

    /** Looks at every core once; the watchdog calls it. */
    void look() {
        long now = clock.nanos();
        for (int core = 0; core < chains.size(); core++) {
            List<Post> chain = chains.get(core);
            takeBack(chain);
            Post last = chain.getLast();
            long since = last.carrier.runsSinceNanos();
            boolean lengthy = since != 0 && now - since >= options.stuckNanos();
            if (lengthy && chain.size() <= SPARES_PER_CORE_MAX && sleepsInside(last.carrier, since)) {
                lend(core, chain, since);
            }
        }
    }

    /** Looks twice: a carrier that the kernel kept off its CPU may have finished meanwhile, and sleep for want of work. */
    private static boolean sleepsInside(Carrier carrier, long since) {
        return Cpus.sleeps(carrier.nativeId()) && carrier.runsSinceNanos() == since;
    }

    private void lend(int core, List<Post> chain, long since) {
        enclave.lendCore(core, chain.getLast().carrier.dispatch());
        chain.getLast().stuckSince = since;
        var role = new CarrierRole(options.name(), core, -1, true);
        // Not pinned: the core's CPU may be where the stuck thread's interrupt handler runs, and the kernel places it
        // well.
        Carrier spare = new Carrier(role, enclave, threads, options.idle(), clock);
        chain.add(new Post(spare));
        spare.start();
        enclave.counters(enclave.geometry().guarded()).increment(Counters.SPARES_LENT);
    }

    /** The first of the chain that came loose takes over from all behind it. */
    private static void takeBack(List<Post> chain) {
        for (int i = 0; i < chain.size() - 1; i++) {
            Post post = chain.get(i);
            if (post.carrier.runsSinceNanos() != post.stuckSince) {
                List<Post> behind = chain.subList(i + 1, chain.size());
                behind.forEach(spare -> spare.carrier.finish());
                behind.clear();
                return;
            }
        }
    }

    void close() {
        for (List<Post> chain : chains) {
            chain.stream().skip(1).forEach(spare -> spare.carrier.finish());
        }
    }
}
