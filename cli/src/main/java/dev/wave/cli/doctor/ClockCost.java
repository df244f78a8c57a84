package dev.wave.cli.doctor;

import dev.wave.core.Clock;

/**
 * What a clock can tell apart.
 *
 * @param readNanos what reading it takes
 * @param stepNanos the least by which two readings differ, if they do
 */
record ClockCost(double readNanos, double stepNanos) {
    private static final int ROUNDS = 20;
    private static final int READINGS = 10_000;

    /** The best of some rounds, the first of which warm up; takes a few milliseconds. */
    static ClockCost of(Clock clock) {
        double read = Double.MAX_VALUE;
        long step = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long first = clock.nanos();
            long last = first;
            for (int i = 0; i < READINGS; i++) {
                long now = clock.nanos();
                step = now == last ? step : Math.min(step, now - last);
                last = now;
            }
            read = Math.min(read, (last - first) / (double) READINGS);
        }
        return new ClockCost(read, step);
    }
}
