package dev.wave.cli.demo.nic;

/**
 * Decides how long to wait for the last answers. A service that got little of its CPUs answers late, and late is not lost: so what ends the wait is
 * silence, not the time it takes. A bound there is all the same, for a service that answers one request now and then for ever.
 */
final class Drain {
    private final long silenceNanos;
    private final long mostNanos;
    private final long began;
    private long lastAnswer;
    private int missing;

    /**
     * @param silenceNanos without any answer, after which what is missing is lost
     * @param mostNanos in all
     */
    Drain(long silenceNanos, long mostNanos, int missing, long now) {
        this.silenceNanos = silenceNanos;
        this.mostNanos = mostNanos;
        this.missing = missing;
        this.began = now;
        this.lastAnswer = now;
    }

    /** @return true once there is nothing to wait for, or waiting any longer is pointless */
    boolean over(int stillMissing, long now) {
        if (stillMissing < missing) {
            missing = stillMissing;
            lastAnswer = now;
        }
        return stillMissing == 0 || now - lastAnswer > silenceNanos || now - began > mostNanos;
    }
}
