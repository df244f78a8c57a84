package dev.wave.verify.samples.threads;

import dev.wave.verify.samples.core.LooksUpward;

/** A good sample by itself, and the other half of a bad one: with what it uses it closes a circle. */
public final class LooksDown {
    public LooksUpward below() {
        return new LooksUpward();
    }
}
