package dev.wave.verify.samples.actors;

import java.util.concurrent.locks.LockSupport;

/** A bad sample: whoever parks parks the simulation. */
public final class Parks {
    public void rest() {
        LockSupport.parkNanos(this, 1);
    }
}
