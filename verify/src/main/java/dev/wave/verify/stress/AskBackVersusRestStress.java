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
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The agent asks for a decision of a busy core back, and rings an idle one to answer for it, in the instant in which that one goes to sleep. r1: the idle core was rung; r2: it had
 * answered before it slept.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "it sleeps, and is woken to answer")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "it answers on its way to sleep")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both, one of them in vain")
@Outcome(
        id = "0, 0",
        expect = Expect.FORBIDDEN,
        desc = "it sleeps on, and who was asked back waits behind the busy core")
@State
public class AskBackVersusRestStress {
    private static final int BUSY = 0;
    private static final int IDLE = 1;

    private final StressEnclave host = new StressEnclave();
    private final RegionLayout region = host.putAgentInCharge();

    public AskBackVersusRestStress() {
        HostTarget target = host.registered();
        host.apply(target, TargetEvent.WAKE);
        host.decide(region, BUSY, target);
    }

    /** The agent. */
    @Actor
    public void askBack(II_Result seen) {
        host.withdraw(region, BUSY, 1);
        seen.r1 = host.armed(region, IDLE) ? 1 : 0;
    }

    /** The idle core. */
    @Actor
    public void rest() {
        host.arm(region, IDLE);
        host.enclave.mayRest(IDLE, host.enclave.interrupt(IDLE));
    }

    @Arbiter
    public void look(II_Result seen) {
        seen.r2 = host.outcomes(region, BUSY).size();
    }
}
