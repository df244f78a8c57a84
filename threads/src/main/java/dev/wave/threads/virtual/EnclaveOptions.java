package dev.wave.threads.virtual;

import dev.wave.core.IdleStrategy;
import dev.wave.core.delay.LinkDelays;
import dev.wave.core.host.WatchdogLimits;
import dev.wave.core.protocol.Geometry;
import java.util.List;
import java.util.Optional;

/**
 * How an enclave of virtual threads is set up.
 *
 * @param name the link is {@code shm:NAME}
 * @param geometry cores and queue sizes
 * @param cpus the CPU each core is pinned to, in the order of the cores; empty pins none
 * @param limits when the fallback takes over
 * @param idle how a core without work waits
 * @param stuckNanos a core whose thread sits in native code or a class initialiser for this long, while others wait, is lent a spare carrier
 * @param reserveCores how many of the geometry's cores, the last ones, start out of use: places for cores that other enclaves give up
 * @param delays the slower link to play ({@link dev.wave.core.delay.DelayedLink}); empty for plain shared memory
 */
public record EnclaveOptions(
        String name,
        Geometry geometry,
        List<Integer> cpus,
        WatchdogLimits limits,
        IdleStrategy idle,
        long stuckNanos,
        int reserveCores,
        Optional<LinkDelays> delays) {

    public EnclaveOptions {
        cpus = List.copyOf(cpus);
        int cores = geometry.cores() - reserveCores;
        if (reserveCores < 0 || cores < 1) {
            throw new IllegalArgumentException(
                    reserveCores + " of " + geometry.cores() + " cores in reserve: at least one must be in use");
        }
        if (!cpus.isEmpty() && cpus.size() != cores) {
            throw new IllegalArgumentException(
                    cpus.size() + " CPUs for " + cores + " cores: name one for each core, or none");
        }
    }

    /** One core, not pinned, the default deadlines. */
    public static EnclaveOptions named(String name) {
        return new EnclaveOptions(
                name,
                Geometry.ofCores(1),
                List.of(),
                WatchdogLimits.DEFAULT,
                IdleStrategy.SPIN_THEN_SLEEP,
                20_000_000,
                0,
                Optional.empty());
    }

    public EnclaveOptions withCores(int cores) {
        return new EnclaveOptions(name, Geometry.ofCores(cores), List.of(), limits, idle, stuckNanos, 0, delays);
    }

    /** Room for that many more cores, which start out of use; {@link ThreadEnclave#moveCore} puts them into use. Call it after the number of cores is set. */
    public EnclaveOptions withReserveCores(int reserve) {
        int cores = geometry.cores() - reserveCores + reserve;
        Geometry wider = new Geometry(
                cores, geometry.regions(), geometry.messageSlots(), geometry.decisionSlots(), geometry.outcomeSlots());
        return new EnclaveOptions(name, wider, cpus, limits, idle, stuckNanos, reserve, delays);
    }

    public EnclaveOptions withCpus(Integer... numbers) {
        return new EnclaveOptions(name, geometry, List.of(numbers), limits, idle, stuckNanos, reserveCores, delays);
    }

    public EnclaveOptions withLimits(WatchdogLimits other) {
        return new EnclaveOptions(name, geometry, cpus, other, idle, stuckNanos, reserveCores, delays);
    }

    public EnclaveOptions withSilenceMillis(long millis) {
        long silence = millis * 1_000_000;
        return withLimits(new WatchdogLimits(silence, Math.max(silence, limits.starvationNanos())));
    }

    /** The link takes the time of a modelled one; the agent must open it as {@code delayed:MODEL:NAME}. */
    public EnclaveOptions withDelays(LinkDelays played) {
        return new EnclaveOptions(name, geometry, cpus, limits, idle, stuckNanos, reserveCores, Optional.of(played));
    }

    public EnclaveOptions withIdle(IdleStrategy other) {
        return new EnclaveOptions(name, geometry, cpus, limits, other, stuckNanos, reserveCores, delays);
    }
}
