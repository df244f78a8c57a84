package dev.wave.sim.machine;

import dev.wave.core.link.Interrupt;

/** The interrupt towards an agent that polls for ever: nobody waits for it, and nothing is spent on it. */
final class NeverNeeded implements Interrupt {
    @Override
    public void raise() {}

    @Override
    public boolean armed() {
        return false;
    }

    @Override
    public long arm() {
        throw new IllegalStateException("an agent that was to poll for ever goes to sleep, and nobody will wake it");
    }

    @Override
    public void await(long ticket, long timeoutNanos) {}

    @Override
    public void disarm() {}
}
