package dev.wave.core.reordering;

/** Decides which fences, flushes and prefetches a run leaves out, to see what each of them is there for. */
@FunctionalInterface
public interface Fences {
    /** All of them count. */
    Fences KEPT = kind -> false;

    /** What a window was asked for, besides loads and stores. */
    enum Kind {
        LOAD_FENCE,
        STORE_FENCE,
        FULL_FENCE,
        FLUSH,
        PREFETCH
    }

    /** True if the one being executed just now is to have no effect. */
    boolean ignores(Kind kind);
}
