package dev.wave.verify.stress;

import dev.wave.core.host.Enclave;
import dev.wave.core.host.HostTarget;
import dev.wave.core.host.Watchdog;
import dev.wave.core.host.WatchdogLimits;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.protocol.DecisionGroup;
import dev.wave.core.protocol.DecisionLayout;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.MessageLayout;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.OutcomeLayout;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetWord;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;
import java.util.ArrayList;
import java.util.List;

/** The host's real code on a heap link, with an agent that is nothing but the words it would write. */
final class StressEnclave {
    private static final Geometry SMALL = new Geometry(2, 2, 8, 4, 8);

    private final HeapLink link = new HeapLink(SMALL);
    final Enclave enclave = new Enclave(link, SMALL, () -> 1);
    final Watchdog watchdog = new Watchdog(enclave, WatchdogLimits.DEFAULT, (pid, start) -> true);

    HostTarget registered() {
        HostTarget target = new HostTarget();
        enclave.register(target);
        return target;
    }

    void apply(HostTarget target, TargetEvent event) {
        enclave.apply(target, event, TargetWord.NO_CORE);
    }

    /** Puts an agent in charge by writing its claim, as docs/protocol.md, section 3.3, describes it. */
    RegionLayout putAgentInCharge() {
        RegionLayout region = claim(0, false);
        watchdog.step();
        link.toHost().store(region.agentClaim() + RegionLayout.ACCEPTED, enclave.epoch());
        return region;
    }

    /** Writes a claim that the watchdog has yet to see. */
    RegionLayout claim(int number, boolean replace) {
        RegionLayout region = new RegionLayout(SMALL, number);
        long claim = region.agentClaim();
        link.toHost().store(claim + RegionLayout.PID, 1);
        link.toHost().store(claim + RegionLayout.VERSION, LinkHeader.VERSION_MAX);
        long flags = replace ? RegionLayout.FLAG_REPLACE : 0;
        link.toHost().store(claim + RegionLayout.FLAGS, flags);
        link.toHost()
                .store(claim + RegionLayout.CHECK, RegionLayout.claimCheck(1, 1, LinkHeader.VERSION_MAX, flags, 0));
        link.toHost().store(claim + RegionLayout.NONCE, 1);
        return region;
    }

    /** Publishes the decision to run a target on a core. */
    void decide(RegionLayout region, int core, HostTarget target) {
        decide(region, core, enclave.epoch(), target.id(), target.sequence());
    }

    /** The same, by an agent of any epoch and with any stamp. */
    void decide(RegionLayout region, int core, long epoch, long target, long stamp) {
        SlotWriter decisions = new SlotWriter(link.toHost(), link.toNic(), region.decisions(core));
        DecisionLayout.put(decisions, core, epoch, target, stamp);
        DecisionLayout.putId(decisions, 1, 1);
        decisions.publish();
    }

    /** Publishes the decision to run both, one on each core, or neither. */
    void decideTogether(RegionLayout region, HostTarget first, HostTarget second) {
        HostTarget[] targets = {first, second};
        for (int core = 0; core < targets.length; core++) {
            SlotWriter decisions = new SlotWriter(link.toHost(), link.toNic(), region.decisions(core));
            HostTarget target = targets[core];
            long group = DecisionGroup.of(0, 1, targets.length, core);
            DecisionLayout.put(decisions, core, enclave.epoch(), target.id(), target.sequence(), 1 + core, 1, group);
            decisions.publish();
        }
    }

    /** Asks for the decisions below {@code position} back. */
    void withdraw(RegionLayout region, int core, long position) {
        link.toHost().store(region.agentWithdrawal(core), position);
        link.toHost().storeFence();
        link.toHost().store(region.agentAskedBack(), 1L << core);
    }

    /** A core is about to sleep. */
    void arm(RegionLayout region, int core) {
        link.toNic().store(region.hostArmed(core), 1);
        link.toNic().fullFence();
    }

    /** What the agent sees when it has published something and is about to ring. */
    boolean armed(RegionLayout region, int core) {
        link.toHost().fullFence();
        return link.toNic().load(region.hostArmed(core)) == 1;
    }

    /** The outcomes of a core's decisions so far. */
    List<Outcome> outcomes(RegionLayout region, int core) {
        SlotReader outcomes = new SlotReader(link.toNic(), link.toHost(), region.outcomes(core));
        List<Outcome> found = new ArrayList<>();
        while (outcomes.poll() == SlotReader.Found.SLOT) {
            found.add(OutcomeLayout.outcome(outcomes));
        }
        return found;
    }

    /** True if a message with the target's present sequence number lies in some message queue. */
    boolean told(RegionLayout region, HostTarget target) {
        boolean told = false;
        for (int queue = 0; queue <= SMALL.guarded(); queue++) {
            told |= told(new SlotReader(link.toNic(), link.toHost(), region.messages(queue)), target);
        }
        return told;
    }

    private static boolean told(SlotReader messages, HostTarget target) {
        boolean told = false;
        while (messages.poll() == SlotReader.Found.SLOT) {
            told |= MessageLayout.target(messages) == target.id()
                    && MessageLayout.sequence(messages) == target.sequence();
        }
        return told;
    }
}
