package dev.wave.core.host;

import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.Window;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.GrantState;
import dev.wave.core.protocol.RegionLayout;

/**
 * Who asks for which region, and which regions may be used again.
 *
 * <p>A region whose agent was revoked stays closed until its owner left or is known to be dead: a paused process may wake up in the middle
 * of a store, and the store must hit nobody else's queue. That is a courtesy to the next agent, not what safety rests on: every decision is
 * checked, whoever wrote it. So it has bounds, or a process that lies about itself could close all regions for good: who the owner is, is
 * what its claim said when it was answered; a region that was only refused is free again soon; and when all regions are closed, the one closed
 * longest is given out again after a while.
 */
final class Claims {
    /** Looks at the process table only now and then: it costs system calls, and a death that matters also shows as silence. */
    private static final long PROCESS_CHECK_NANOS = 200_000_000;

    /** While nothing waits nobody misses an agent, and a service that does nothing should cost nothing. */
    private static final long QUIET_PROCESS_CHECK_NANOS = 1_000_000_000;

    /** Who was refused has long read why, or asks again when it wakes up. */
    private static final long REFUSED_NANOS = 500_000_000;

    /** With every region closed, somebody paused for so long may find another agent in its place, and that one end for what it writes. */
    private static final long CLOSED_NANOS_MAX = 10_000_000_000L;

    private final Enclave enclave;
    private final ProcessTable processes;
    private final Window claims;
    private final Window grants;
    private final long[] answered;
    private final GrantState[] states;
    private final Claim[] last;
    private final long[] closedNanos;
    private long processCheckNanos;

    Claims(Enclave enclave, ProcessTable processes) {
        this.processCheckNanos = enclave.nanos();
        this.enclave = enclave;
        this.processes = processes;
        this.claims = enclave.link().toHost();
        this.grants = enclave.link().toNic();
        Geometry geometry = enclave.geometry();
        this.answered = new long[geometry.regions()];
        this.states = new GrantState[geometry.regions()];
        this.last = new Claim[geometry.regions()];
        this.closedNanos = new long[geometry.regions()];
        java.util.Arrays.fill(states, GrantState.FREE);
    }

    /** An unanswered claim. */
    record Claim(RegionLayout region, long nonce, long pid, long startTicks, long version, long flags, long check) {
        private boolean whole() {
            return check == RegionLayout.claimCheck(nonce, pid, version, flags, startTicks);
        }

        boolean replaces() {
            return (flags & RegionLayout.FLAG_REPLACE) != 0;
        }

        /** Why it cannot be granted, whoever else is there. The version comes first: another one may mean another claim line. */
        GrantReason refusal() {
            if (version < LinkHeader.VERSION_MIN || version > LinkHeader.VERSION_MAX) {
                return GrantReason.VERSION;
            }
            boolean sound = whole() && pid > 0 && (flags & ~RegionLayout.FLAG_REPLACE) == 0;
            return sound ? GrantReason.NONE : GrantReason.MALFORMED;
        }
    }

    /** The next claim on a free region, marked as answered; null if there is none. */
    Claim next() {
        for (int number = 0; number < answered.length; number++) {
            RegionLayout region = region(number);
            long nonce = word(region, RegionLayout.NONCE);
            if (states[number] == GrantState.FREE && nonce != 0 && nonce != answered[number]) {
                claims.loadFence();
                answered[number] = nonce;
                states[number] = GrantState.GRANTED;
                last[number] = read(region, nonce);
                return last[number];
            }
        }
        return null;
    }

    private Claim read(RegionLayout region, long nonce) {
        return new Claim(
                region,
                nonce,
                word(region, RegionLayout.PID),
                word(region, RegionLayout.START_TIME),
                word(region, RegionLayout.VERSION),
                word(region, RegionLayout.FLAGS),
                word(region, RegionLayout.CHECK));
    }

    void refuse(Claim claim, GrantReason reason) {
        close(claim.region(), GrantState.REFUSED);
        if (reason == GrantReason.MALFORMED) {
            enclave.errors().claim(ErrorLog.BAD_CLAIM, claim, enclave.nanos());
        } else if (reason == GrantReason.VERSION) {
            enclave.errors().claim(ErrorLog.OTHER_VERSION, claim, enclave.nanos());
        }
        Incarnation.answer(enclave, claim.region(), claim.nonce(), 0, GrantState.REFUSED, reason);
    }

    void revoked(RegionLayout region) {
        close(region, GrantState.REVOKED);
    }

    private void close(RegionLayout region, GrantState how) {
        states[region.number()] = how;
        closedNanos[region.number()] = enclave.nanos();
    }

    /** True if the owner of a granted region gave it up, or somebody scribbled over its claim. */
    boolean left(RegionLayout region) {
        return word(region, RegionLayout.NONCE) != answered[region.number()];
    }

    /** True if the owner is known to be dead. */
    boolean ownerIsDead(RegionLayout region) {
        // Not what its claim line says now: anybody may have written that meanwhile.
        return isOfTheDead(last[region.number()]);
    }

    /** True if whoever claimed is known to have died since. */
    boolean isOfTheDead(Claim claim) {
        return !processes.alive(claim.pid(), claim.startTicks());
    }

    /** True if it is time to look at the process table again. */
    boolean processCheckIsDue(long now, boolean underWay) {
        boolean due = now - processCheckNanos >= (underWay ? PROCESS_CHECK_NANOS : QUIET_PROCESS_CHECK_NANOS);
        if (due) {
            processCheckNanos = now;
        }
        return due;
    }

    /** Frees regions whose former owners left or died, and some others in time. */
    void tidy(boolean checkProcesses) {
        for (int number = 0; number < answered.length; number++) {
            boolean left = closed(number) && word(region(number), RegionLayout.NONCE) == 0;
            if (left || checkProcesses && closed(number) && isOver(number)) {
                free(number);
            }
        }
        if (checkProcesses) {
            freeOneOfAll();
        }
    }

    private boolean closed(int number) {
        return states[number] == GrantState.REVOKED || states[number] == GrantState.REFUSED;
    }

    private boolean isOver(int number) {
        boolean refusedLongAgo = states[number] == GrantState.REFUSED && closedFor(number) >= REFUSED_NANOS;
        return refusedLongAgo || ownerIsDead(region(number));
    }

    private long closedFor(int number) {
        return enclave.nanos() - closedNanos[number];
    }

    private void freeOneOfAll() {
        int longest = -1;
        for (int number = 0; number < answered.length; number++) {
            if (states[number] == GrantState.FREE) {
                return;
            }
            if (closed(number) && (longest < 0 || closedFor(number) > closedFor(longest))) {
                longest = number;
            }
        }
        if (longest >= 0 && closedFor(longest) >= CLOSED_NANOS_MAX) {
            free(longest);
        }
    }

    private void free(int number) {
        states[number] = GrantState.FREE;
        grants.store(region(number).hostGrant() + RegionLayout.GRANT_STATE, GrantState.FREE.ordinal());
        grants.flush(region(number).hostGrant());
    }

    private long word(RegionLayout region, long word) {
        // A cached line would stay as it was seen first.
        claims.flush(region.agentClaim());
        return claims.load(region.agentClaim() + word);
    }

    private RegionLayout region(int number) {
        return new RegionLayout(enclave.geometry(), number);
    }
}
