package dev.wave.verify.samples.actors;

/** A bad sample: actors share one thread. */
public final class EntersAMonitor {
    private long entered;

    public long enter() {
        synchronized (this) {
            return ++entered;
        }
    }
}
