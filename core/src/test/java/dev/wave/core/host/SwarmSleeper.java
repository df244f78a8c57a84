package dev.wave.core.host;

import dev.wave.core.link.SteppedLink;
import java.util.function.BooleanSupplier;

/**
 * Falling asleep on an interrupt cut into its steps (docs/protocol.md, section 3.4), so that anything may happen
 * between two of them.
 *
 * <p>Nobody here wakes up because time passed: a wake-up that was lost stays lost, and shows.
 */
final class SwarmSleeper {
    private enum Rest {
        AWAKE,
        ARMED,
        LOOKED,
        ASLEEP
    }

    private Rest rest = Rest.AWAKE;
    private SteppedLink.Line line;
    private long ticket;
    private long ringsBefore;

    boolean awake() {
        return rest == Rest.AWAKE;
    }

    /** Begins to fall asleep. */
    void arm(SteppedLink.Line on) {
        line = on;
        ticket = line.arm();
        ringsBefore = line.rings();
        rest = Rest.ARMED;
    }

    /** One step further, towards sleep or out of it. */
    void step(BooleanSupplier work) {
        switch (rest) {
            case AWAKE -> {}
            case ARMED -> {
                if (work.getAsBoolean()) {
                    wake();
                } else {
                    rest = Rest.LOOKED;
                }
            }
            case LOOKED -> {
                if (line.sleeps(ticket)) {
                    // From here on only a ring wakes it, not a word that changed.
                    ringsBefore = line.rings();
                    rest = Rest.ASLEEP;
                } else {
                    wake();
                }
            }
            case ASLEEP -> {
                if (line.rings() != ringsBefore) {
                    wake();
                }
            }
        }
    }

    private void wake() {
        line.disarm();
        rest = Rest.AWAKE;
    }

    @Override
    public String toString() {
        return rest.toString();
    }
}
