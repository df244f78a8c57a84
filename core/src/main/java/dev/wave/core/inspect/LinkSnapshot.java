package dev.wave.core.inspect;

import dev.wave.core.counters.CoreCounter;
import dev.wave.core.counters.WatchdogCounter;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkException;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.ProcessStart;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be seen of an enclave from outside, at about one moment.
 *
 * @param nanos when, by the clock of the reader, which on one machine is the host's
 * @param epochSinceNanos when the present epoch, or the fallback, began; 0 unknown
 */
public record LinkSnapshot(
        String uri,
        long nanos,
        Geometry geometry,
        Host host,
        long epoch,
        long epochSinceNanos,
        CounterBlock watchdog,
        List<CounterBlock> cores,
        List<Region> regions,
        List<ErrorEntry> errors) {
    public LinkSnapshot {
        cores = List.copyOf(cores);
        regions = List.copyOf(regions);
        errors = List.copyOf(errors);
    }

    /** How the host's process is. */
    public enum Life {
        OPEN,
        /** It closed the link in good order. */
        CLOSED,
        /** It ended without closing the link: these are its last counters. */
        CRASHED
    }

    /** The host's process. @param beat grows while its watchdog runs */
    public record Host(long pid, Life life, long beat) {
        static Host read(Window header) {
            long pid = header.load(LinkHeader.HOST_PID);
            boolean alive = ProcessStart.alive(pid, header.load(LinkHeader.HOST_START));
            boolean open = header.load(LinkHeader.HOST_STATE) == LinkHeader.HOST_OPEN;
            Life life = !open ? Life.CLOSED : alive ? Life.OPEN : Life.CRASHED;
            return new Host(pid, life, header.load(LinkHeader.HOST_BEAT));
        }
    }

    /**
     * Reads a link.
     *
     * @param nanos the reader's clock now
     * @throws LinkException if the link has no enclave, or its sizes are not what they should be
     */
    public static LinkSnapshot read(Link link, long nanos) {
        try {
            return copy(link, nanos);
        } catch (InternalError e) {
            throw LinkException.lostMemory("link " + link.uri(), e);
        }
    }

    private static LinkSnapshot copy(Link link, long nanos) {
        Window host = link.toNic();
        if (host.load(LinkHeader.GEOMETRY) == 0) {
            throw new LinkException("link " + link.uri() + " has no enclave: its service is still starting,"
                    + " or uses the link for something else. Look again in a moment.");
        }
        Geometry geometry = Geometry.load(host);
        requireRoom(link, geometry);
        List<CounterBlock> cores = new ArrayList<>();
        for (int core = 0; core < geometry.cores(); core++) {
            cores.add(CounterBlock.ofCore(host, geometry, core));
        }
        List<Region> regions = new ArrayList<>();
        for (int number = 0; number < geometry.regions(); number++) {
            regions.add(Region.read(host, link.toHost(), new RegionLayout(geometry, number)));
        }
        long watchdog = RegionLayout.hostCounters(geometry, geometry.guarded());
        return new LinkSnapshot(
                link.uri(),
                nanos,
                geometry,
                Host.read(host),
                host.load(LinkHeader.EPOCH),
                host.load(LinkHeader.EPOCH_SINCE),
                CounterBlock.copy(host, watchdog, WatchdogCounter.values()),
                cores,
                regions,
                ErrorEntry.all(host, geometry));
    }

    private static void requireRoom(Link link, Geometry geometry) {
        if (RegionLayout.toNicLeastBytes(geometry) > link.toNic().bytes()
                || RegionLayout.toHostBytes(geometry) > link.toHost().bytes()) {
            throw new LinkException("link " + link.uri()
                    + " is damaged: its header names more cores and queues than it has room for. Restart the service.");
        }
    }

    /** The region of the agent in charge; empty while the fallback is. */
    public Optional<Region> inCharge() {
        return regions.stream()
                .filter(region -> epoch != 0 && region.epoch() == epoch)
                .findFirst();
    }

    /** A counter summed over all cores. */
    public long sum(CoreCounter counter) {
        return cores.stream().mapToLong(core -> core.get(counter)).sum();
    }
}
