package dev.wave.cli.demo;

import dev.wave.cli.demo.plan.Settings;

/** What one worker core can do with plain code; every load is a share of it. */
public record Calibration(int scanEntries, long getNanos, long scanNanos, long perSecond) {
    static Calibration of(Settings said) {
        return new Calibration(
                said.integer("scan-entries"),
                said.number("get-nanos"),
                said.number("scan-nanos"),
                said.number("per-second"));
    }
}
