package dev.wave.threads;

/** Which cores are in use, as a bit per core modulo 64: what affinities are compared with. One for all threads of an agent. */
final class OnlineCores {
    private long mask = -1;

    void refresh(CoreState[] cores) {
        long now = 0;
        for (CoreState core : cores) {
            now |= core.online() ? 1L << (core.number() & 63) : 0;
        }
        mask = now;
    }

    long mask() {
        return mask;
    }
}
