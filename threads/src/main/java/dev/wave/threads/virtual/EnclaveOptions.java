package dev.wave.threads.virtual;

import dev.wave.core.IdleStrategy;
import dev.wave.core.host.WatchdogLimits;
import dev.wave.core.protocol.Geometry;
import java.util.List;

/**
 * How an enclave of virtual threads is set up.
 *
 * @param name the link is {@code shm:NAME}
 * @param geometry cores and queue sizes
 * @param cpus the CPU each core is pinned to, in the order of the cores; empty pins none
 * @param limits when the fallback takes over
 * @param idle how a core without work waits
 * @param stuckNanos a core whose thread sits in native code or a class initialiser for this long, while others wait, is lent a spare carrier
 */
public record EnclaveOptions(
        String name, Geometry geometry, List<Integer> cpus, WatchdogLimits limits, IdleStrategy idle, long stuckNanos) {

    public EnclaveOptions {
        cpus = List.copyOf(cpus);
        if (!cpus.isEmpty() && cpus.size() != geometry.cores()) {
            throw new IllegalArgumentException(
                    cpus.size() + " CPUs for " + geometry.cores() + " cores: name one for each core, or none");
        }
    }

    /** One core, not pinned, the default deadlines. */
    public static EnclaveOptions named(String name) {
        return new EnclaveOptions(
                name, Geometry.ofCores(1), List.of(), WatchdogLimits.DEFAULT, IdleStrategy.SPIN_THEN_SLEEP, 20_000_000);
    }

    public EnclaveOptions withCores(int cores) {
        return new EnclaveOptions(name, Geometry.ofCores(cores), List.of(), limits, idle, stuckNanos);
    }

    public EnclaveOptions withCpus(Integer... numbers) {
        return new EnclaveOptions(name, geometry, List.of(numbers), limits, idle, stuckNanos);
    }

    public EnclaveOptions withLimits(WatchdogLimits other) {
        return new EnclaveOptions(name, geometry, cpus, other, idle, stuckNanos);
    }

    public EnclaveOptions withSilenceMillis(long millis) {
        long silence = millis * 1_000_000;
        return withLimits(new WatchdogLimits(silence, Math.max(silence, limits.starvationNanos())));
    }

    public EnclaveOptions withIdle(IdleStrategy other) {
        return new EnclaveOptions(name, geometry, cpus, limits, other, stuckNanos);
    }
}
