package dev.wave.cli.demo;

import dev.wave.cli.demo.plan.CpuPlan;
import dev.wave.cli.demo.plan.Settings;
import dev.wave.cli.demo.process.StopRequest;
import dev.wave.cli.demo.wire.RequestLink;
import dev.wave.core.Clock;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.ShmLink;
import java.nio.file.Path;

/** What all runs of one demo have in common. */
record DemoContext(
        DemoOptions options, CpuPlan cpus, Path database, Calibration calibration, StopRequest stop, Clock clock) {

    Settings common() {
        return Settings.NONE
                .with("link", options.linkName())
                .with("database", database)
                .with("cores", options.cores())
                .with("keys", DemoOptions.KEYS)
                .with("policy", options.scheduling().policy())
                .with("slice-nanos", options.scheduling().sliceMicros() * 1000)
                .with("seed", options.seed())
                .with("scan-entries", calibration.scanEntries())
                .with("get-nanos", calibration.getNanos())
                .with("scan-nanos", calibration.scanNanos())
                .with("warm-up-nanos", options.lengths().warmUp() * 1_000_000_000L)
                .with("most-requests", 6_000_000)
                .with("under-way", 64);
    }

    /** Removes what a killed service left in shared memory; does nothing after one that ended by itself. */
    void sweepLinks() {
        RequestLink.sweep(options.linkName());
        ShmLink.create(options.linkName(), LinkHeader.BYTES, LinkHeader.BYTES).close();
    }
}
