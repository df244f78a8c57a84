package dev.wave.verify.bench.harness;

import dev.wave.cli.demo.linux.CpuUse;

/** The machine itself. */
final class LiveGauge implements Gauge {
    private final CpuPair cpus;
    private CachePing ping;

    LiveGauge(CpuPair cpus) {
        this.cpus = cpus;
    }

    @Override
    public double roundTripNanos() {
        if (ping == null) {
            ping = new CachePing(cpus.first(), cpus.second());
        }
        return ping.roundTripNanos();
    }

    @Override
    public long switches() {
        return use().involuntarySwitches();
    }

    @Override
    public double stealMillis() {
        return use().stealSeconds() * 1e3;
    }

    private static CpuUse use() {
        return CpuUse.of(ProcessHandle.current().pid());
    }
}
