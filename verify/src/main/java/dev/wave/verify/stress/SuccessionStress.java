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
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * An agent goes on writing while another is put in its place and a core looks for work. r1: the core got the target; r2: it still waits, and the
 * new agent was told so under its present number; r3: dispatches.
 */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "it runs, by the old agent's decision or the fallback's")
@Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "the decision came too late, and the new agent knows")
@Outcome(expect = Expect.FORBIDDEN, desc = "it runs twice, or nobody knows of it")
@State
public class SuccessionStress {
    private final StressEnclave host = new StressEnclave();
    private final HostTarget target = host.registered();
    private final RegionLayout former = host.putAgentInCharge();
    private final long epoch = host.enclave.epoch();
    private final long stamp;

    public SuccessionStress() {
        host.apply(target, TargetEvent.WAKE);
        stamp = target.sequence();
        host.claim(1, true);
    }

    /** The agent that does not know yet that its time is over, and the core it writes for. Two actors in all, so that two CPUs are enough. */
    @Actor
    public void formerAgent(III_Result seen) {
        host.decide(former, 0, epoch, target.id(), stamp);
        seen.r1 = host.enclave.take(0) == null ? 0 : 1;
    }

    /** The watchdog puts the new agent in charge. */
    @Actor
    public void succeed() {
        host.watchdog.step();
    }

    /** What is left when all is quiet: the core had no chance to hand over what it found in the fallback's list meanwhile, so it looks again. */
    @Arbiter
    public void look(III_Result seen) {
        host.watchdog.step();
        seen.r3 = host.enclave.take(0) == null ? 0 : 1;
        seen.r2 = target.state() == TargetState.READY && host.told(host.enclave.region(), target) ? 1 : 0;
        seen.r3 += seen.r1;
    }
}
