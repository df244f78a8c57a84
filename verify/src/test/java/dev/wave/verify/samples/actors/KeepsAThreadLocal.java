package dev.wave.verify.samples.actors;

/** A bad sample: what belongs to the thread belongs to all actors. */
public final class KeepsAThreadLocal {
    public static final ThreadLocal<Object> MINE = new ThreadLocal<>();

    private KeepsAThreadLocal() {}
}
