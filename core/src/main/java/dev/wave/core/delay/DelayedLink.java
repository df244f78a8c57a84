package dev.wave.core.delay;

import dev.wave.core.Clock;
import dev.wave.core.delay.LinkDelays.Trick;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkException;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.ShmLink;
import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;
import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import java.util.function.Consumer;

/**
 * A {@code shm} link whose accesses take the time a PCIe link would take, and whose stores arrive as late: what would a SmartNIC do to my service? asked on a
 * machine without one.
 *
 * <p>Both sides spin real time. The host pays for loads of what the NIC wrote (a round trip per word when uncached, per line when cached, next to nothing when
 * prefetched in time) and for posting stores; the NIC's own accesses are local to it and cost nothing but arrive late where the host wrote. What
 * is not played: the flight of interrupts, whose wake-up by the kernel costs more than MSI-X does; bandwidth; the NIC's slower cores. Preemption lines are
 * looked at where they lie, because on hardware the interrupt's handler would bring them into the host's memory.
 *
 * <p>Layout: each window of the file is nine eighths of its size: behind the memory, for each line, the time at which its newest content arrives.
 */
public final class DelayedLink implements Link {
    private static final String SCHEME = "delayed:";

    private final ShmLink shm;
    private final LinkDelays delays;
    private final Window toNic;
    private final Window toHost;

    private DelayedLink(ShmLink shm, LinkDelays delays, Window toNic, Window toHost) {
        this.shm = shm;
        this.delays = delays;
        this.toNic = toNic;
        this.toHost = toHost;
    }

    /**
     * Makes a link; this process is its host.
     *
     * @param sizes of the windows, as the link's user wants them
     * @param localFrom what the host stores at this offset of its window and behind stays in host memory (counters, which no NIC reads) and costs nothing
     */
    public static DelayedLink create(String name, Sizes sizes, long localFrom, LinkDelays delays, Clock clock) {
        long toNicBytes = withTimes(sizes.toNicBytes());
        ShmLink shm = ShmLink.create(name, toNicBytes, withTimes(sizes.toHostBytes()), header -> {
            header.store(LinkHeader.DELAYS, 1);
            sizes.prepare().accept(header);
        });
        MachineModel model = delays.model();
        PostedWindow.Costs posting = new PostedWindow.Costs(
                delays.uses(Trick.WC) ? WindowAttribute.WRITE_COMBINING : WindowAttribute.UNCACHED,
                model.nanos(Cost.LINK_POST),
                model.nanos(Cost.LINK_FLUSH),
                model.nanos(Cost.LINK_ONE_WAY),
                localFrom);
        DistantWindow.Costs reading = new DistantWindow.Costs(
                delays.uses(Trick.WT) ? WindowAttribute.WRITE_THROUGH : WindowAttribute.UNCACHED,
                model.nanos(Cost.LINK_READ),
                delays.uses(Trick.PREFETCH));
        return new DelayedLink(
                shm,
                delays,
                new PostedWindow(shm.toNic(), posting, clock),
                new DistantWindow(shm.toHost(), reading, clock));
    }

    /**
     * Sizes of the two windows.
     *
     * @param toNicBytes the host's
     * @param toHostBytes the agent's
     * @param prepare writes into the host's window what must stand there before anybody can find the link
     */
    public record Sizes(long toNicBytes, long toHostBytes, Consumer<Window> prepare) {}

    /** Opens the agent's side of a link that a host made. */
    public static DelayedLink open(String name, LinkDelays delays, Clock clock) {
        ShmLink shm = ShmLink.openDelayed(name, SCHEME + delays + ":" + name);
        Window toNic = new DistantWindow(shm.toNic(), DistantWindow.Costs.LOCAL, clock);
        Window toHost = new PostedWindow(shm.toHost(), PostedWindow.Costs.LOCAL, clock);
        return new DelayedLink(shm, delays, toNic, toHost);
    }

    /** True if a URI names such a link: {@code delayed:MODEL:NAME}. */
    static boolean named(String uri) {
        return uri.startsWith(SCHEME);
    }

    static DelayedLink openUri(String uri, Clock clock) {
        return open(nameOf(uri), delaysOf(uri), clock);
    }

    static LinkDelays delaysOf(String uri) {
        return LinkDelays.parse(
                uri.substring(SCHEME.length(), uri.length() - nameOf(uri).length() - 1));
    }

    static String nameOf(String uri) {
        int colon = uri.indexOf(':', SCHEME.length());
        if (colon < 0) {
            throw new LinkException(
                    "'" + uri + "' names no link: write delayed:MODEL:NAME, for example delayed:mount-evans:demo.");
        }
        return uri.substring(colon + 1);
    }

    private static long withTimes(long bytes) {
        long pages = (bytes + LinkHeader.BYTES * 8 - 1) / (LinkHeader.BYTES * 8) * 8;
        return pages * LinkHeader.BYTES / 8 * 9;
    }

    @Override
    public String uri() {
        return SCHEME + delays + ":" + ShmLink.nameOf(shm.uri());
    }

    @Override
    public Window toNic() {
        return toNic;
    }

    @Override
    public Window toHost() {
        return toHost;
    }

    @Override
    public Interrupt towardsNic(long ringOffset, long armedOffset) {
        return shm.towardsNic(ringOffset, armedOffset);
    }

    @Override
    public Interrupt towardsHost(long ringOffset, long armedOffset) {
        return shm.towardsHost(ringOffset, armedOffset);
    }

    @Override
    public void close() {
        shm.close();
    }
}
