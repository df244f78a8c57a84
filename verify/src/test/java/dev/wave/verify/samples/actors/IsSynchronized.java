package dev.wave.verify.samples.actors;

/** A bad sample: actors share one thread. */
public final class IsSynchronized {
    private long entered;

    public synchronized long enter() {
        return ++entered;
    }
}
