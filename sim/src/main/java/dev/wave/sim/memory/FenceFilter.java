package dev.wave.sim.memory;

/** Lets a check leave out fences, to see whether somebody notices. */
@FunctionalInterface
public interface FenceFilter {
    /** All fences are kept. */
    FenceFilter KEPT = kind -> false;

    /** What can be left out. */
    enum Kind {
        LOAD_FENCE,
        STORE_FENCE,
        FULL_FENCE,
        FLUSH,
        PREFETCH
    }

    /** True if the one that is asked for now is to do nothing. */
    boolean ignores(Kind kind);
}
