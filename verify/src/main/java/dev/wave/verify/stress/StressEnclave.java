package dev.wave.verify.stress;

import dev.wave.core.host.Enclave;
import dev.wave.core.host.HostTarget;
import dev.wave.core.host.Watchdog;
import dev.wave.core.host.WatchdogLimits;
import dev.wave.core.protocol.DecisionLayout;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.MessageLayout;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetWord;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;

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
        RegionLayout region = new RegionLayout(SMALL, 0);
        long claim = region.agentClaim();
        link.toHost().store(claim + RegionLayout.PID, 1);
        link.toHost().store(claim + RegionLayout.VERSION, 1);
        link.toHost().store(claim + RegionLayout.NONCE, 1);
        watchdog.step();
        link.toHost().store(claim + RegionLayout.ACCEPTED, enclave.epoch());
        return region;
    }

    /** Publishes the decision to run a target on a core. */
    void decide(RegionLayout region, int core, HostTarget target) {
        SlotWriter decisions = new SlotWriter(link.toHost(), link.toNic(), region.decisions(core));
        DecisionLayout.put(decisions, core, enclave.epoch(), target.id(), target.sequence());
        DecisionLayout.putId(decisions, 1, 1);
        decisions.publish();
    }

    /** True if a message with the target's present sequence number lies in the guarded queue. */
    boolean told(RegionLayout region, HostTarget target) {
        SlotReader messages = new SlotReader(link.toNic(), link.toHost(), region.messages(SMALL.guarded()));
        boolean told = false;
        while (messages.poll() == SlotReader.Found.SLOT) {
            told |= MessageLayout.target(messages) == target.id()
                    && MessageLayout.sequence(messages) == target.sequence();
        }
        return told;
    }
}
