package dev.wave.verify.samples.actors;

import dev.wave.core.link.Window;

/** A bad sample: an initialiser cannot be suspended in its middle. */
public final class TouchesTheLinkEarly {
    private static Window window;
    public static final long FIRST = first();

    private TouchesTheLinkEarly() {}

    private static long first() {
        return window == null ? 0 : window.load(0);
    }
}
