package dev.wave.core.host;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.GrantState;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.queue.SlotWriter;

/**
 * One agent's time in charge, as the host sees it: an epoch, a region, its queues. Immutable: a new agent gets a new one, and a core that
 * still holds the old one finds its inboxes closed.
 */
final class Incarnation {
    private final Enclave enclave;
    private final RegionLayout region;
    private final long epoch;
    private final DecisionInbox[] inboxes;
    private final Interrupt[] cores;
    private final Interrupt agent;
    private final Acceptance acceptance;
    private final boolean saysWhatItAsksBack;

    private Incarnation(
            Enclave enclave,
            RegionLayout region,
            Acceptance acceptance,
            long epoch,
            long version,
            DecisionInbox[] inboxes) {
        this.enclave = enclave;
        this.region = region;
        this.acceptance = acceptance;
        this.epoch = epoch;
        this.saysWhatItAsksBack = version >= LinkHeader.ASKED_BACK_SINCE;
        this.inboxes = inboxes;
        Link link = enclave.link();
        this.cores = new Interrupt[region.geometry().cores()];
        for (int core = 0; core < cores.length; core++) {
            cores[core] = link.towardsHost(region.agentInterrupt(core), region.hostArmed(core));
        }
        this.agent = link.towardsNic(region.hostInterrupt(), region.agentArmed());
    }

    /** Nobody in charge; cores sleep on the interrupts of region 0, which only the host rings then. */
    static Incarnation none(Enclave enclave) {
        RegionLayout region = new RegionLayout(enclave.geometry(), 0);
        Acceptance nobodys = new Acceptance(enclave.link().toHost(), region, 0);
        return new Incarnation(enclave, region, nobodys, 0, 0, new DecisionInbox[0]);
    }

    /**
     * Zeroes the region's host part and formats its queues. The grant line is written last, by {@link #grant}. The armed lines stay as they
     * are: a core may sleep on one just now, and would not be woken any more.
     */
    static Incarnation prepare(Enclave enclave, Claims.Claim claim, long epoch) {
        RegionLayout region = claim.region();
        Window own = enclave.link().toNic();
        for (long at = region.hostInterrupt(); at < region.hostEnd(); at += 8) {
            if (at < region.hostArmed(0)
                    || at >= region.hostArmed(region.geometry().cores())) {
                own.store(at, 0);
            }
        }
        DecisionInbox[] inboxes = new DecisionInbox[region.geometry().cores()];
        Groups groups = new Groups(enclave, region);
        Acceptance acceptance = new Acceptance(enclave.link().toHost(), region, epoch);
        for (int core = 0; core < inboxes.length; core++) {
            inboxes[core] = new DecisionInbox(enclave, region, core, epoch, acceptance, groups);
        }
        return new Incarnation(enclave, region, acceptance, epoch, claim.version(), inboxes);
    }

    /** The host's ends of the message queues, formatted; one per core and the guarded one. */
    SlotWriter[] messageWriters() {
        Geometry geometry = region.geometry();
        Link link = enclave.link();
        SlotWriter[] writers = new SlotWriter[geometry.cores() + 1];
        for (int queue = 0; queue < writers.length; queue++) {
            writers[queue] = new SlotWriter(link.toNic(), link.toHost(), region.messages(queue), acceptance);
            writers[queue].format(1, epoch);
        }
        return writers;
    }

    void grant(long nonce) {
        answer(enclave, region, nonce, epoch, GrantState.GRANTED, GrantReason.NONE);
    }

    void revoke(GrantReason reason) {
        long nonce = enclave.link().toNic().load(region.hostGrant());
        answer(enclave, region, nonce, epoch, GrantState.REVOKED, reason);
        agent.raise();
    }

    /** Writes a grant line: the nonce goes last, because it is what the agent waits for. */
    static void answer(
            Enclave enclave, RegionLayout region, long nonce, long epoch, GrantState state, GrantReason reason) {
        Window own = enclave.link().toNic();
        long line = region.hostGrant();
        own.store(line + RegionLayout.GRANT_EPOCH, epoch);
        own.store(line + RegionLayout.GRANT_REASON, reason.ordinal());
        // An agent in charge watches the state alone, and asks for the reason when it has changed.
        own.storeFence();
        own.store(line + RegionLayout.GRANT_STATE, state.ordinal());
        own.storeFence();
        own.store(line, nonce);
        own.flush(line);
    }

    HostTarget take(int core) {
        return inboxes[core].take();
    }

    boolean ready(int core) {
        return inboxes[core].ready();
    }

    long restNanos(int core, long mostNanos) {
        return epoch == 0 ? mostNanos : inboxes[core].restNanos(mostNanos);
    }

    void prefetch(int core) {
        if (epoch != 0) {
            inboxes[core].prefetch();
        }
    }

    void resolveWithdrawals(int core) {
        if (epoch != 0) {
            inboxes[core].resolveWithdrawals();
        }
    }

    /** Somebody idle gives back what the agent asked back of the others, who may be busy for long, and what it decided for those that are out of use. */
    void answerForAllBut(int idle) {
        long asked = askedBack();
        for (int core = 0; core < inboxes.length; core++) {
            boolean owes = (asked >>> core & 1) != 0 || !enclave.cores().online(core);
            if (core != idle && owes) {
                inboxes[core].resolveWithdrawals();
            }
        }
    }

    /** Of which cores, a bit for each, modulo 64. One look across the link instead of one at each core's line. */
    private long askedBack() {
        if (epoch == 0) {
            return 0;
        }
        if (!saysWhatItAsksBack) {
            return -1;
        }
        Window agents = enclave.link().toHost();
        agents.flush(region.agentAskedBack());
        long asked = agents.load(region.agentAskedBack());
        agents.loadFence();
        return asked;
    }

    /** @return false if a core was answering just now */
    boolean closeInboxes() {
        boolean closed = true;
        for (DecisionInbox inbox : inboxes) {
            closed &= inbox.close();
        }
        return closed;
    }

    void wakeAgent() {
        if (epoch != 0) {
            agent.raise();
        }
    }

    boolean agentSleeps() {
        return epoch != 0 && agent.armed();
    }

    /** Wakes one sleeping core that may run the target. */
    void wakeOneCore(HostTarget target) {
        for (int core = 0; core < cores.length; core++) {
            if (cores[core].armed() && enclave.cores().mayRun(target, core)) {
                cores[core].raise();
                return;
            }
        }
    }

    void wakeAllCores() {
        for (Interrupt core : cores) {
            core.raise();
        }
    }

    boolean aSleepingCoreMayRun(HostTarget target) {
        for (int core = 0; core < cores.length; core++) {
            if (cores[core].armed() && enclave.cores().mayRun(target, core)) {
                return true;
            }
        }
        return false;
    }

    Interrupt coreInterrupt(int core) {
        return cores[core];
    }

    long epoch() {
        return epoch;
    }

    RegionLayout region() {
        return region;
    }
}
