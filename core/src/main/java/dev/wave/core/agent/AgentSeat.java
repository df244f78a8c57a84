package dev.wave.core.agent;

import dev.wave.core.host.ProcessTable;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkException;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.ProcessIdentity;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.GrantState;
import dev.wave.core.protocol.RegionLayout;
import java.util.random.RandomGenerator;

/**
 * The agent's side of attaching (docs/protocol.md, section 3.3): claims a region, waits for the grant, notices its end, claims again.
 *
 * <p>{@link #look} does one step of that and never waits.
 */
public final class AgentSeat {

    /** Where the agent stands with the host. */
    public enum Standing {
        /** Asking for a region. */
        CLAIMING,
        /** Granted: messages come, decisions count. */
        IN_CHARGE,
        /** It is over, and asking again would be wrong; {@link AgentSeat#reason} says why. */
        OVER
    }

    /** A host that refuses more often than that means it. */
    private static final int MIXED_CLAIMS_MAX = 8;

    private final Link link;
    private final Window own;
    private final Window host;
    private final Geometry geometry;
    private final RandomGenerator random;
    private final long flags;
    private volatile Standing standing = Standing.CLAIMING;
    private volatile GrantReason reason = GrantReason.NONE;
    private RegionLayout region;
    private long grantOffset;
    private long nonce;
    private volatile long epoch;
    private boolean served;
    private long answeredBefore;
    private boolean occupied;
    private boolean lost;
    private int mixedClaims;
    private long hostBeat;

    /**
     * @param replace ask for the place of a live agent
     * @param random draws nonces; two agents must not share a seed
     */
    public AgentSeat(Link link, boolean replace, RandomGenerator random) {
        this.link = link;
        this.own = link.toHost();
        this.host = link.toNic();
        this.geometry = fitting(host, own);
        this.random = random;
        this.flags = replace ? RegionLayout.FLAG_REPLACE : 0;
    }

    private static Geometry fitting(Window host, Window own) {
        Geometry geometry = Geometry.load(host);
        if (RegionLayout.toNicLeastBytes(geometry) > host.bytes() || RegionLayout.toHostBytes(geometry) > own.bytes()) {
            throw new LinkException(
                    "the link's header is damaged: it describes more queues than there is room for. Restart the service.");
        }
        return geometry;
    }

    /** One step: claims, or looks for an answer, or checks that the grant still holds. */
    public Standing look() {
        switch (standing) {
            case CLAIMING -> {
                host.flush(LinkHeader.HOST_STATE);
                if (host.load(LinkHeader.HOST_STATE) != LinkHeader.HOST_OPEN) {
                    end(GrantReason.HOST_CLOSED);
                } else if (region == null) {
                    claim();
                } else if (!lost) {
                    readAnswer();
                }
            }
            case IN_CHARGE -> {
                host.flush(grantOffset);
                if (grant(RegionLayout.GRANT_STATE) != GrantState.GRANTED.ordinal()
                        || grant(RegionLayout.GRANT_EPOCH) != epoch) {
                    host.loadFence();
                    lose(grantReason());
                }
            }
            case OVER -> {}
        }
        return standing;
    }

    private void claim() {
        for (int number = 0; number < geometry.regions(); number++) {
            RegionLayout candidate = new RegionLayout(geometry, number);
            host.flush(candidate.hostGrant());
            long answered = host.load(candidate.hostGrant());
            // A state older than the nonce would call a region free that was just given to the nonce's owner.
            host.loadFence();
            long claimed = own.load(candidate.agentClaim());
            boolean free = host.load(candidate.hostGrant() + RegionLayout.GRANT_STATE) == GrantState.FREE.ordinal();
            if (free && (claimed == 0 || claimed == answered)) {
                region = candidate;
                grantOffset = candidate.hostGrant();
                answeredBefore = answered;
                writeClaim(candidate.agentClaim());
                return;
            }
        }
    }

    /** The version of the protocol that both sides speak. */
    public long version() {
        return LinkHeader.spoken(host.load(LinkHeader.VERSIONS));
    }

    private void writeClaim(long line) {
        nonce = random.nextLong() | 1;
        ProcessIdentity self = link.process();
        long pid = self.pid();
        long version = version();
        long asked = served ? 0 : flags;
        long start = self.startTicks();
        own.store(line, 0);
        own.storeFence();
        own.store(line + RegionLayout.PID, pid);
        own.store(line + RegionLayout.VERSION, version);
        own.store(line + RegionLayout.FLAGS, asked);
        own.store(line + RegionLayout.START_TIME, start);
        own.store(line + RegionLayout.CHECK, RegionLayout.claimCheck(nonce, pid, version, asked, start));
        own.store(line + RegionLayout.ACCEPTED, 0);
        own.storeFence();
        own.store(line, nonce);
        own.flush(line);
    }

    private void readAnswer() {
        host.flush(grantOffset);
        long answered = host.load(grantOffset);
        if (own.load(region.agentClaim()) != nonce) {
            // Another agent claimed the region in the same instant; it may have it.
            region = null;
        } else if (answered != nonce && answered != answeredBefore) {
            // It was answered before our nonce stood there; the host takes ours for its end, and both claim anew.
            leave();
        } else if (answered == nonce) {
            host.loadFence();
            if (grant(RegionLayout.GRANT_STATE) == GrantState.GRANTED.ordinal()) {
                enter();
            } else {
                refused(grantReason());
            }
        }
    }

    /**
     * A claim that the host found malformed was mixed with another agent's, written in the same instant: both try again. One that was granted, and the grant
     * taken away again before it was read, because this process stood still meanwhile, is an epoch that was lost like any other.
     */
    private void refused(GrantReason why) {
        leave();
        if (comesBackFrom(why)) {
            // It was in charge, if only unknowingly: whom it was to replace is gone.
            served = true;
            reason = why;
            return;
        }
        if (why != GrantReason.MALFORMED || ++mixedClaims > MIXED_CLAIMS_MAX) {
            end(why);
        }
    }

    private void enter() {
        epoch = grant(RegionLayout.GRANT_EPOCH);
        standing = Standing.IN_CHARGE;
        served = true;
        for (long at = region.agentBeat(); at < region.agentEnd(); at += 8) {
            own.store(at, 0);
        }
    }

    /** Tells the host that this side's part of the region is prepared. */
    public void accept() {
        own.storeFence();
        own.store(region.agentClaim() + RegionLayout.ACCEPTED, epoch);
        own.flush(region.agentClaim());
    }

    /** Only silence and death are worth coming back from: the agent was paused, and is not any more. */
    private static boolean comesBackFrom(GrantReason why) {
        return why == GrantReason.SILENT || why == GrantReason.DEAD || why == GrantReason.LEFT;
    }

    private void lose(GrantReason why) {
        lost = true;
        if (!occupied) {
            leave();
        }
        if (comesBackFrom(why)) {
            reason = why;
            standing = Standing.CLAIMING;
        } else {
            end(why);
        }
    }

    private void end(GrantReason why) {
        // In this order: who sees that it is over may read why.
        reason = why;
        standing = Standing.OVER;
    }

    /** From now on somebody writes into the region: after the end of the epoch it is given back only when that is over. */
    void occupy() {
        occupied = true;
    }

    /** Nobody will write into the region any more. */
    void vacate() {
        occupied = false;
        if (lost) {
            leave();
        }
    }

    /** Gives the region back. The nonce is cleared only if it is still ours. */
    public void leave() {
        if (region != null && own.load(region.agentClaim()) == nonce) {
            own.storeFence();
            own.store(region.agentClaim(), 0);
            own.flush(region.agentClaim());
        }
        region = null;
        lost = false;
    }

    /**
     * True if the host's process is known to be dead. While its watchdog beats, this costs one load; only when the beat has stood still since the last
     * call it looks into the process table. Not for every step.
     */
    public boolean hostIsDead() {
        long beat = host.load(LinkHeader.HOST_BEAT);
        boolean beats = beat != hostBeat;
        hostBeat = beat;
        long pid = host.load(LinkHeader.HOST_PID);
        // A host that names no process, as a simulated one may, cannot be looked up.
        return !beats && pid != 0 && !ProcessTable.system().alive(pid, host.load(LinkHeader.HOST_START));
    }

    /** Stops asking. */
    public void giveUp(GrantReason why) {
        leave();
        end(why);
    }

    /** None is found by a process that stood still for so long that the region was given to somebody else: it was silent. */
    private GrantReason grantReason() {
        GrantReason reason = GrantReason.of(grant(RegionLayout.GRANT_REASON));
        return reason == GrantReason.NONE ? GrantReason.SILENT : reason;
    }

    private long grant(long word) {
        return host.load(grantOffset + word);
    }

    public Link link() {
        return link;
    }

    public Geometry geometry() {
        return geometry;
    }

    /** What {@link #look} found last. */
    public Standing standing() {
        return standing;
    }

    /** The region claimed or in charge of; null if there is none. */
    public RegionLayout region() {
        return region;
    }

    /** The epoch granted last; 0 if none was. */
    public long epoch() {
        return epoch;
    }

    /** Why the last epoch ended, or the claim was refused. */
    public GrantReason reason() {
        return reason;
    }
}
