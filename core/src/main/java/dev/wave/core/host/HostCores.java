package dev.wave.core.host;

import dev.wave.core.protocol.CoreCondition;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * The cores of an enclave: which take decisions now, and on which a target may run.
 *
 * <p>All conditions change together, by one compare-and-set of an immutable picture, so that two threads cannot take the last two cores out of use
 * at the same time.
 */
final class HostCores {

    private record Picture(CoreCondition[] conditions, long onlineMask, int online) {
        static Picture of(CoreCondition[] conditions) {
            long mask = 0;
            int online = 0;
            for (int core = 0; core < conditions.length; core++) {
                mask |= conditions[core].online() ? bit(core) : 0;
                online += conditions[core].online() ? 1 : 0;
            }
            return new Picture(conditions, mask, online);
        }

        Picture with(int core, CoreCondition condition) {
            CoreCondition[] changed = conditions.clone();
            changed[core] = condition;
            return of(changed);
        }
    }

    private final AtomicReference<Picture> picture;

    HostCores(int count) {
        CoreCondition[] conditions = new CoreCondition[count];
        Arrays.fill(conditions, CoreCondition.INITIAL);
        picture = new AtomicReference<>(Picture.of(conditions));
    }

    /** Affinities count cores modulo 64. */
    private static long bit(int core) {
        return 1L << (core & 63);
    }

    int count() {
        return picture.get().conditions.length;
    }

    boolean online(int core) {
        return picture.get().conditions[core].online();
    }

    CoreCondition condition(int core) {
        return picture.get().conditions[core];
    }

    /**
     * Puts a core into use or takes it out.
     *
     * @return false if it is the last one in use, which stays: an enclave without a core would strand its targets
     */
    boolean setOnline(int core, boolean online) {
        Picture before = picture.getAndUpdate(now -> {
            boolean same = now.conditions[core].online() == online;
            boolean last = !online && now.online == 1;
            return same || last ? now : now.with(core, now.conditions[core].withOnline(online));
        });
        return online || !before.conditions[core].online() || before.online > 1;
    }

    /** @param dispatch what is stuck on the core while a spare carrier stands in */
    void lend(int core, long dispatch) {
        UnaryOperator<Picture> lend = now -> now.conditions[core].lentDispatch() == dispatch
                ? now
                : now.with(core, now.conditions[core].withLentDispatch(dispatch));
        picture.updateAndGet(lend);
    }

    /**
     * An affinity that names no core in use counts as none: a target that can run nowhere would be lost to its service. (Linux breaks affinities in the
     * same case, select_fallback_rq.)
     */
    boolean mayRun(HostTarget target, int core) {
        long allowed = target.affinity() & picture.get().onlineMask;
        return allowed == 0 || (allowed & bit(core)) != 0;
    }

    /** True if the target may run on every core in use. */
    boolean mayRunAnywhere(HostTarget target) {
        long online = picture.get().onlineMask;
        long allowed = target.affinity() & online;
        return allowed == 0 || allowed == online;
    }
}
