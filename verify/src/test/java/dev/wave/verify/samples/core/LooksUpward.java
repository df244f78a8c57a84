package dev.wave.verify.samples.core;

import dev.wave.verify.samples.threads.LooksDown;

/** A bad sample: what lies below must not know what lies above. */
public final class LooksUpward {
    public LooksDown above() {
        return new LooksDown();
    }
}
