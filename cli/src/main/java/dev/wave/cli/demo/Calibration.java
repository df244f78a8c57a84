package dev.wave.cli.demo;

import dev.wave.cli.demo.plan.Settings;

/**
 * What one worker core can do; every load is a share of it.
 *
 * @param scanEntries how many records make a scan of about 10 ms
 * @param getNanos what a short request takes with plain code
 * @param scanNanos what a scan takes with plain code
 * @param overheadNanos what receiving a request, starting its thread and answering takes beside; 0 while unknown
 * @param perSecond requests of the mix per second, all of that included
 */
public record Calibration(int scanEntries, long getNanos, long scanNanos, long overheadNanos, long perSecond) {
    static Calibration of(Settings said) {
        return new Calibration(
                said.integer("scan-entries"),
                said.number("get-nanos"),
                said.number("scan-nanos"),
                0,
                said.number("per-second"));
    }

    Calibration withOverhead(long nanos) {
        return new Calibration(scanEntries, getNanos, scanNanos, nanos, Math.round(1e9 / (1e9 / perSecond + nanos)));
    }
}
