package dev.wave.core.delay;

import dev.wave.core.Clock;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkException;
import dev.wave.core.link.ShmLink;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import java.util.Optional;

/** Opens links by their URIs. */
public final class Links {
    private Links() {}

    /**
     * Opens the agent's side of a link: {@code shm:NAME}, or {@code delayed:MODEL:NAME}.
     *
     * @throws LinkException if it cannot be opened; the message is one line for the user
     */
    public static Link openUri(String uri, Clock clock) {
        return DelayedLink.named(uri) ? DelayedLink.openUri(uri, clock) : ShmLink.openUri(uri);
    }

    /** Makes the link of an enclave: {@code shm}, or one that plays delays. This process is its host. */
    public static Link create(String name, Geometry geometry, Optional<LinkDelays> delays, Clock clock) {
        long toNic = RegionLayout.toNicBytes(geometry);
        long toHost = RegionLayout.toHostBytes(geometry);
        if (delays.isEmpty()) {
            return ShmLink.create(name, toNic, toHost, geometry::store);
        }
        long counters = RegionLayout.hostCounters(geometry, 0);
        DelayedLink.Sizes sizes = new DelayedLink.Sizes(toNic, toHost, geometry::store);
        return DelayedLink.create(name, sizes, counters, delays.get(), clock);
    }

    /** What a link of this URI plays; empty for one that plays nothing. */
    public static Optional<LinkDelays> delays(String uri) {
        return DelayedLink.named(uri) ? Optional.of(DelayedLink.delaysOf(uri)) : Optional.empty();
    }

    /**
     * The name in a URI of either kind, for who only looks at the memory behind it.
     *
     * @throws LinkException if it is of neither kind; the message is one line for the user
     */
    public static String nameOf(String uri) {
        return DelayedLink.named(uri) ? DelayedLink.nameOf(uri) : ShmLink.nameOf(uri);
    }
}
