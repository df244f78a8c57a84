package dev.wave.core.host;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What waits while no agent is in charge: first come, first served. Entries are hints; the target's word decides, so an entry too many is dropped
 * and never harmful.
 *
 * <p>A target that may run on some cores only has an entry with each of them: in one common list it would make every other core look again and again
 * at what is not for it.
 */
final class Fallback {
    private final HostCores cores;
    private final ConcurrentLinkedQueue<HostTarget> anywhere = new ConcurrentLinkedQueue<>();
    private final Bound[] bound;

    /** The entries of one core. {@code turn} is a hint about fairness: a spare carrier and its core may both flip it. */
    private static final class Bound {
        final ConcurrentLinkedQueue<HostTarget> entries = new ConcurrentLinkedQueue<>();
        boolean turn;
    }

    Fallback(HostCores cores) {
        this.cores = cores;
        this.bound = new Bound[cores.count()];
        for (int i = 0; i < bound.length; i++) {
            bound[i] = new Bound();
        }
    }

    void add(HostTarget target) {
        if (cores.mayRunAnywhere(target)) {
            anywhere.add(target);
            return;
        }
        for (int core = 0; core < bound.length; core++) {
            if (cores.online(core) && cores.mayRun(target, core)) {
                bound[core].entries.add(target);
            }
        }
    }

    /** The next entry for a core, from its own and the common list in turn; null if there is none. */
    HostTarget poll(int core) {
        Bound own = bound[core];
        own.turn = !own.turn;
        HostTarget target = own.turn ? own.entries.poll() : anywhere.poll();
        if (target == null) {
            target = own.turn ? anywhere.poll() : own.entries.poll();
        }
        return target;
    }

    boolean isEmpty(int core) {
        return anywhere.isEmpty() && bound[core].entries.isEmpty();
    }

    boolean isEmpty() {
        boolean empty = anywhere.isEmpty();
        for (int core = 0; empty && core < bound.length; core++) {
            empty = bound[core].entries.isEmpty();
        }
        return empty;
    }

    void clear() {
        HostTarget dropped;
        do {
            dropped = pollAny();
        } while (dropped != null);
    }

    /** For checkers of invariants. */
    boolean contains(HostTarget target) {
        boolean found = anywhere.contains(target);
        for (int core = 0; !found && core < bound.length; core++) {
            found = bound[core].entries.contains(target);
        }
        return found;
    }

    /** Any entry at all, for whoever looks after cores that sleep or are out of use. */
    HostTarget pollAny() {
        HostTarget target = anywhere.poll();
        for (int core = 0; target == null && core < bound.length; core++) {
            target = bound[core].entries.poll();
        }
        return target;
    }

    /** Entries of cores that are out of use go where they may run now. One that comes a moment late is found at the next call. */
    void rebind() {
        for (int core = 0; core < bound.length; core++) {
            HostTarget target = cores.online(core) ? null : bound[core].entries.poll();
            while (target != null) {
                add(target);
                target = bound[core].entries.poll();
            }
        }
    }
}
