package dev.wave.verify.stress;

import dev.wave.core.host.HostTarget;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetState;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * A core holds one member of a group; the last member arrives in the instant in which the held one is asked back. r1, r2: the core started its target, at once or when it looked again; r3:
 * targets that are ready in the end; r4: outcomes.
 */
@JCStressTest
@Outcome(id = "1, 1, 0, 2", expect = Expect.ACCEPTABLE, desc = "the group was complete first: both start")
@Outcome(id = "0, 0, 2, 2", expect = Expect.ACCEPTABLE, desc = "it was asked back first: none does")
@Outcome(expect = Expect.FORBIDDEN, desc = "half a group, a target lost, or a decision without its one outcome")
@State
public class GroupVersusWithdrawalStress {
    private final StressEnclave host = new StressEnclave();
    private final HostTarget first = host.registered();
    private final HostTarget second = host.registered();
    private final RegionLayout region = host.putAgentInCharge();

    public GroupVersusWithdrawalStress() {
        host.apply(first, TargetEvent.WAKE);
        host.apply(second, TargetEvent.WAKE);
        host.decideTogether(region, first, second);
        if (host.enclave.take(0) != null) {
            throw new AssertionError("half a group started");
        }
    }

    @Actor
    public void takeLast(IIII_Result seen) {
        seen.r2 = host.enclave.take(1) == null ? 0 : 1;
    }

    /** The agent, and somebody idle who answers for the core that holds. */
    @Actor
    public void askBack() {
        host.withdraw(region, 0, 1);
        host.enclave.idleDuties(1);
    }

    /** Each core looks again, as often as it takes for the other's answer. */
    @Arbiter
    public void look(IIII_Result seen) {
        for (int i = 0; i < 2; i++) {
            seen.r1 |= host.enclave.take(0) == null ? 0 : 1;
            seen.r2 |= host.enclave.take(1) == null ? 0 : 1;
        }
        for (HostTarget target : new HostTarget[] {first, second}) {
            seen.r3 += target.state() == TargetState.READY ? 1 : 0;
        }
        seen.r4 = host.outcomes(region, 0).size() + host.outcomes(region, 1).size();
    }
}
