package dev.wave.cli.trace;

import dev.wave.core.delay.Links;
import dev.wave.core.inspect.LinkSnapshot;
import dev.wave.core.link.LinkException;
import dev.wave.core.link.ShmLink;
import java.util.OptionalLong;

/**
 * The processes at the two ends of a link.
 *
 * @param hostPid the service's; empty if not known
 * @param agentPid that of the agent in charge; empty while the fallback is, or if not known
 */
public record Parties(String link, OptionalLong hostPid, OptionalLong agentPid) {

    /**
     * Looks at a link from outside, or takes the processes that were named.
     *
     * @throws TraceFailure if there is no such link, or nobody serves it any more
     */
    static Parties of(TraceOptions options) {
        if (options.link().isEmpty()) {
            return new Parties("named processes", options.hostPid(), options.agentPid());
        }
        try {
            LinkSnapshot seen = LinkSnapshot.read(
                    ShmLink.inspect(Links.nameOf(options.link().get())), 0);
            if (seen.host().life() != LinkSnapshot.Life.OPEN) {
                throw new TraceFailure("the service of " + seen.uri() + " (process "
                        + seen.host().pid()
                        + ") has ended: there is nothing left to record. ./wave top shows its last counters.");
            }
            OptionalLong agent =
                    seen.inCharge().map(region -> OptionalLong.of(region.pid())).orElse(OptionalLong.empty());
            return new Parties(
                    seen.uri(),
                    options.hostPid().isPresent()
                            ? options.hostPid()
                            : OptionalLong.of(seen.host().pid()),
                    options.agentPid().isPresent() ? options.agentPid() : agent);
        } catch (LinkException e) {
            throw new TraceFailure(e.getMessage(), e);
        }
    }

    /** A link without the delays that one end, or both, put over it: {@code shm:orders} for {@code delayed:mount-evans:orders}. */
    static String plain(String uri) {
        return uri.startsWith("delayed:") ? "shm:" + uri.substring(uri.lastIndexOf(':') + 1) : uri;
    }

    /** True if that process is one of the two. */
    boolean include(long pid) {
        return hostPid.equals(OptionalLong.of(pid)) || agentPid.equals(OptionalLong.of(pid));
    }

    static Parties unknown(String link) {
        return new Parties(link, OptionalLong.empty(), OptionalLong.empty());
    }

    String service() {
        return "service" + number(hostPid) + " (" + link + ")";
    }

    /** Who is recorded. */
    String words() {
        if (hostPid.isEmpty()) {
            return agent();
        }
        String agent = agentPid.isPresent() ? " and its agent" + number(agentPid) : "";
        return service() + (inOneProcess() ? " with its agent inside" : agent);
    }

    String agent() {
        return "agent" + number(agentPid) + " (" + link + ")";
    }

    /** True if the agent is a thread of the service. */
    boolean inOneProcess() {
        return agentPid.isPresent() && agentPid.equals(hostPid);
    }

    private static String number(OptionalLong pid) {
        return pid.isPresent() ? " " + pid.getAsLong() : "";
    }
}
