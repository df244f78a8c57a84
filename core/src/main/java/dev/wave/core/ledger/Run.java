package dev.wave.core.ledger;

/**
 * A run that has begun and whose event is still to be written. Its target carries it from the start to the stop; none is made while the
 * ledger is off.
 */
public final class Run {
    final long dispatch;
    final int core;
    final long epoch;
    final long startNanos;
    final LedgerEvents.Stay event = new LedgerEvents.Stay();

    Run(long dispatch, int core, long epoch, long startNanos) {
        this.dispatch = dispatch;
        this.core = core;
        this.epoch = epoch;
        this.startNanos = startNanos;
        event.begin();
    }

    /** True if this is the run that began as number {@code dispatch} of its core. */
    public boolean began(long dispatch) {
        return this.dispatch == dispatch;
    }
}
