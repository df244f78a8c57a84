package dev.wave.core.host;

import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import dev.wave.core.protocol.TargetWord;
import dev.wave.core.queue.SlotWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The host's supervisor of agents: grants claims, notices silence, death and nonsense, puts the fallback in charge and takes it out again.
 *
 * <p>One {@link #step} looks at everything once and never waits, so a test or a simulator can drive it. It must be called at least every quarter
 * of the deadline while anything is under way.
 */
public final class Watchdog {
    private final Enclave enclave;
    private final WatchdogLimits limits;
    private final Claims claims;
    private final Counters counters;
    private long lastEpoch;
    private long lastBeat;
    private long silentNanos;
    private long lastStepNanos;
    private boolean waited;
    private boolean repeated;
    private boolean underWay = true;
    private final List<Incarnation> closing = new ArrayList<>();

    public Watchdog(Enclave enclave, WatchdogLimits limits, ProcessTable processes) {
        this.enclave = enclave;
        this.limits = limits;
        this.claims = new Claims(enclave, processes);
        this.counters = enclave.counters(enclave.geometry().guarded());
    }

    /**
     * Looks at everything once.
     *
     * @return true if something is under way, so that the next step should come within a quarter of the deadline
     */
    public boolean step() {
        long now = enclave.nanos();
        beat();
        finishClosing();
        boolean checkProcesses = claims.processCheckIsDue(now, underWay);
        claims.tidy(checkProcesses);
        enclave.resendMarked();
        enclave.tellAboutCores();
        handOverLeftovers();
        rebindFallback();
        for (int core = 0; core < enclave.geometry().cores(); core++) {
            enclave.incarnation().resolveWithdrawals(core);
        }
        boolean waiting = supervise(now, checkProcesses);
        // While somebody may still write into a region that was lost, none is given out.
        Claims.Claim claim = closing.isEmpty() ? claims.next() : null;
        if (claim != null) {
            consider(claim, now);
        }
        underWay = waiting || claim != null || !closing.isEmpty();
        return underWay;
    }

    /**
     * How soon the next {@link #step} should come because silence is being counted, at most: at the deadline itself and not up to a quarter of it later.
     * {@code Long.MAX_VALUE} if none is counted.
     */
    public long lookWithinNanos() {
        boolean counting = enclave.epoch() != 0 && silentNanos > 0;
        return counting ? Math.max(limits.silenceNanos() - silentNanos, limits.silenceNanos() / 100) : Long.MAX_VALUE;
    }

    /** Entries that cores which sleep, or are out of use, would not find; {@link Enclave#take} does the same for cores that look. */
    private void handOverLeftovers() {
        while (enclave.epoch() != 0) {
            HostTarget target = enclave.fallback().pollAny();
            if (target == null) {
                return;
            }
            enclave.senders()[enclave.geometry().guarded()].send(target);
            enclave.incarnation().wakeAgent();
        }
    }

    /** Entries that only cores out of use would find go to others. */
    private void rebindFallback() {
        enclave.fallback().rebind();
        if (enclave.epoch() == 0 && !enclave.fallback().isEmpty()) {
            enclave.incarnation().wakeAllCores();
        }
    }

    private void beat() {
        Window own = enclave.link().toNic();
        own.store(LinkHeader.HOST_BEAT, own.load(LinkHeader.HOST_BEAT) + 1);
    }

    /** @return true if the agent in charge owes something */
    private boolean supervise(long now, boolean checkProcesses) {
        Incarnation agent = enclave.incarnation();
        if (agent.epoch() == 0) {
            return false;
        }
        if (enclave.nonsenseEpoch() == agent.epoch()) {
            end(GrantReason.NONSENSE);
            return true;
        }
        if (claims.left(agent.region())) {
            end(GrantReason.LEFT);
            return true;
        }
        long beat = beatOf(agent.region());
        boolean moved = beat != lastBeat;
        lastBeat = beat;
        Waiting waiting = waiting(agent, now);
        countSilence(moved || !waiting.anything(), now);
        waited = waiting.anything();
        if (!moved && checkProcesses && claims.ownerIsDead(agent.region())) {
            end(GrantReason.DEAD);
        } else if (silentNanos >= limits.silenceNanos()) {
            end(GrantReason.SILENT);
        } else if (waiting.idledNanos() >= limits.starvationNanos()) {
            end(GrantReason.SILENT);
        } else if (silentNanos >= limits.silenceNanos() / 2 && !repeated) {
            repeatInterrupts(agent);
        }
        return waiting.anything();
    }

    private long beatOf(RegionLayout region) {
        Window agents = enclave.link().toHost();
        agents.flush(region.agentBeat());
        return agents.load(region.agentBeat());
    }

    /**
     * Adds up silence by steps, and of a step longer than half the deadline only that half: if it was this process that stood still (a garbage
     * collection, a stopped machine), the agent is not to blame. A look that late does not decide either: the agent has a quarter left to beat. A
     * look that the kernel made late by a slice or so counts in full, or each of them would put off the fallback. What came to wait since the last look,
     * which may be long ago, counts from now on.
     */
    private void countSilence(boolean innocent, long now) {
        if (innocent) {
            silentNanos = 0;
            repeated = false;
        } else {
            long half = limits.silenceNanos() / 2;
            long since = waited ? now - lastStepNanos : 0;
            silentNanos = since <= half ? silentNanos + since : Math.min(silentNanos + half, half + half / 2);
        }
        lastStepNanos = now;
    }

    /** An interrupt may have been lost on the way; half the deadline is left to find out. */
    private void repeatInterrupts(Incarnation agent) {
        repeated = true;
        counters.increment(Counters.INTERRUPTS_REPEATED);
        agent.wakeAgent();
        agent.wakeAllCores();
    }

    /**
     * What waits for the agent.
     *
     * @param anything unread messages, or targets without a decision
     * @param idledNanos how long the oldest target has waited that a sleeping core may run; 0 if there is none
     */
    private record Waiting(boolean anything, long idledNanos) {}

    private Waiting waiting(Incarnation agent, long now) {
        boolean[] ready = {false};
        long[] oldest = {0};
        enclave.registry().forEach(target -> {
            if (target.state() == TargetState.READY) {
                ready[0] = true;
                if (agent.aSleepingCoreMayRun(target)) {
                    oldest[0] = Math.max(oldest[0], now - target.changedNanos());
                }
            }
        });
        boolean unread = false;
        for (MessageSender sender : enclave.senders()) {
            unread |= sender.hasUnread() || sender.hasMarked();
        }
        return new Waiting(unread || ready[0], oldest[0]);
    }

    private void consider(Claims.Claim claim, long now) {
        GrantReason refusal = claim.refusal();
        if (refusal == GrantReason.NONE && claims.isOfTheDead(claim)) {
            // It died before it was answered: whoever is in charge must not lose the enclave to nobody.
            refusal = GrantReason.DEAD;
        }
        boolean busy = enclave.epoch() != 0;
        if (busy
                && refusal == GrantReason.NONE
                && claims.ownerIsDead(enclave.incarnation().region())) {
            // Nobody has missed it yet, but whoever comes instead should not be sent away for it.
            end(GrantReason.DEAD);
            busy = false;
        }
        if (refusal == GrantReason.NONE && busy && !claim.replaces()) {
            refusal = GrantReason.IN_CHARGE;
        }
        if (refusal != GrantReason.NONE) {
            claims.refuse(claim, refusal);
            counters.increment(Counters.CLAIMS_REFUSED);
            return;
        }
        if (busy) {
            end(GrantReason.REPLACED);
        }
        begin(claim, now);
    }

    /**
     * Puts an agent in charge. The order matters: queues first, then the epoch, so that nobody sends into an unformatted queue; then every
     * target is visited, so that nothing made ready meanwhile is forgotten; the grant last, so that the agent finds its messages there.
     */
    private void begin(Claims.Claim claim, long now) {
        Incarnation former = enclave.incarnation();
        Incarnation next = Incarnation.prepare(enclave, claim, ++lastEpoch);
        SlotWriter[] writers = next.messageWriters();
        MessageSender[] senders = enclave.senders();
        for (int queue = 0; queue < senders.length; queue++) {
            senders[queue].redirect(writers[queue]);
        }
        enclave.incarnation(next);
        former.wakeAllCores();
        // Whoever has an entry now was changed before, and is told in its present state by the visit.
        enclave.fallback().clear();
        enclave.registry().forEach(this::discover);
        lastBeat = beatOf(claim.region());
        lastStepNanos = now;
        waited = true;
        silentNanos = 0;
        counters.increment(Counters.EPOCHS);
        enclave.ledger().granted(next.epoch(), claim.pid());
        enclave.tellAboutCores();
        next.grant(claim.nonce());
        next.wakeAgent();
    }

    private void discover(HostTarget target) {
        enclave.apply(target, TargetEvent.DISCOVER, TargetWord.NO_CORE);
        counters.increment(Counters.DISCOVERED);
    }

    /**
     * Takes an agent out of charge. First the epoch: from here on no decision passes check 2, and what becomes ready goes to the fallback.
     * Then every target: what is ready is made stale for the lost agent and given to the fallback.
     */
    private void end(GrantReason reason) {
        Incarnation lost = enclave.incarnation();
        count(reason);
        enclave.ledger().ended(lost.epoch(), reason);
        enclave.incarnation(Incarnation.none(enclave));
        for (MessageSender sender : enclave.senders()) {
            sender.redirect(null);
        }
        lost.revoke(reason);
        claims.revoked(lost.region());
        enclave.registry().forEach(this::fallBack);
        lost.wakeAllCores();
        enclave.incarnation().wakeAllCores();
        closing.add(lost);
        finishClosing();
    }

    private void fallBack(HostTarget target) {
        if (enclave.apply(target, TargetEvent.FALLBACK, TargetWord.NO_CORE).next() == TargetState.GONE) {
            enclave.registry().release(target);
        }
    }

    /**
     * A core may be answering a decision of the lost agent just now, or a thread sending it a message; it may have been stopped in the
     * middle of that. It is waited for at the next steps then.
     */
    private void finishClosing() {
        if (!closing.isEmpty()) {
            closing.removeIf(lost -> lost.closeInboxes() && sendersAreQuiet());
        }
    }

    private boolean sendersAreQuiet() {
        boolean quiet = true;
        for (MessageSender sender : enclave.senders()) {
            quiet &= sender.isQuiet();
        }
        enclave.resendMarked();
        return quiet;
    }

    private void count(GrantReason reason) {
        switch (reason) {
            case SILENT -> counters.increment(Counters.ENDED_SILENT);
            case DEAD -> counters.increment(Counters.ENDED_DEAD);
            case NONSENSE -> counters.increment(Counters.ENDED_NONSENSE);
            case REPLACED -> counters.increment(Counters.ENDED_REPLACED);
            default -> counters.increment(Counters.ENDED_LEFT);
        }
    }

    /** Ends the enclave: the agent is told, the fallback runs what is left. */
    public void close() {
        if (enclave.epoch() != 0) {
            end(GrantReason.HOST_CLOSED);
        }
    }
}
