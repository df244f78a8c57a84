package dev.wave.verify.stress;

import dev.wave.core.host.HostTarget;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** Two cores come to the two members of a group in the same instant. r1, r2: the core started its target at once; r3: both did in the end; r4: outcomes. */
@JCStressTest
@Outcome(
        id = {"1, 0, 1, 2", "0, 1, 1, 2"},
        expect = Expect.ACCEPTABLE,
        desc = "the last one starts at once, the other when it looks again")
@Outcome(expect = Expect.FORBIDDEN, desc = "both believed to be the last, or none, or half a group")
@State
public class GroupArrivalStress {
    private final StressEnclave host = new StressEnclave();
    private final HostTarget first = host.registered();
    private final HostTarget second = host.registered();
    private final RegionLayout region = host.putAgentInCharge();

    public GroupArrivalStress() {
        host.apply(first, TargetEvent.WAKE);
        host.apply(second, TargetEvent.WAKE);
        host.decideTogether(region, first, second);
    }

    @Actor
    public void takeOne(IIII_Result seen) {
        seen.r1 = host.enclave.take(0) == null ? 0 : 1;
    }

    @Actor
    public void takeOther(IIII_Result seen) {
        seen.r2 = host.enclave.take(1) == null ? 0 : 1;
    }

    @Arbiter
    public void look(IIII_Result seen) {
        int one = seen.r1 == 1 || host.enclave.take(0) == first ? 1 : 0;
        int other = seen.r2 == 1 || host.enclave.take(1) == second ? 1 : 0;
        seen.r3 = one & other;
        seen.r4 = host.outcomes(region, 0).size() + host.outcomes(region, 1).size();
    }
}
