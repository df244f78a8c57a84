package dev.wave.verify.stress;

import dev.wave.core.host.HostTarget;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The agent asks for a decision back in the instant in which its core looks at it, and an idle core answers for the busy one. r1: the core got
 * the target; r2: the outcome's code; r3: outcomes in all.
 */
@JCStressTest
@org.openjdk.jcstress.annotations.Outcome(
        id = "1, 1, 1",
        expect = Expect.ACCEPTABLE,
        desc = "the core was first: committed")
@org.openjdk.jcstress.annotations.Outcome(
        id = "0, 2, 1",
        expect = Expect.ACCEPTABLE,
        desc = "given back, whoever answered")
@org.openjdk.jcstress.annotations.Outcome(
        expect = Expect.FORBIDDEN,
        desc = "no answer, two answers, or an answer that is not what happened")
@State
public class WithdrawalVersusCommitStress {
    private final StressEnclave host = new StressEnclave();
    private final HostTarget target = host.registered();
    private final RegionLayout region = host.putAgentInCharge();

    public WithdrawalVersusCommitStress() {
        host.apply(target, TargetEvent.WAKE);
        host.decide(region, 0, target);
    }

    /** The agent, and an idle core. */
    @Actor
    public void withdraw() {
        host.withdraw(region, 0, 1);
        host.enclave.idleDuties(1);
    }

    /** The core that the decision is for. */
    @Actor
    public void take(III_Result seen) {
        seen.r1 = host.enclave.take(0) == null ? 0 : 1;
    }

    /** What the agent finds in the outcome queue, after one more look by somebody idle. */
    @Arbiter
    public void look(III_Result seen) {
        host.enclave.idleDuties(1);
        for (Outcome outcome : host.outcomes(region, 0)) {
            seen.r2 = outcome.code();
            seen.r3++;
        }
    }
}
