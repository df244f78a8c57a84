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
 * Two threads send through one guarded queue, in the host's own code. Who does not get the guard marks its target and
 * goes; the holder looks again after it gave the guard back. Nobody comes by later to clean up.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the newest state of both targets was sent")
@Outcome(expect = Expect.FORBIDDEN, desc = "a message was left behind")
@State
public class MessageHandOverStress {
    private final StressEnclave host = new StressEnclave();
    private final HostTarget first = host.registered();
    private final HostTarget second = host.registered();
    private final RegionLayout region = host.putAgentInCharge();

    /** One sender. */
    @Actor
    public void changeFirst() {
        host.apply(first, TargetEvent.CHANGE);
        host.apply(first, TargetEvent.CHANGE);
    }

    /** The other one; it also changes what the first is sending. */
    @Actor
    public void changeBoth() {
        host.apply(second, TargetEvent.CHANGE);
        host.apply(first, TargetEvent.CHANGE);
    }

    /** What the agent would find. */
    @Arbiter
    public void look(II_Result told) {
        told.r1 = host.told(region, first) ? 1 : 0;
        told.r2 = host.told(region, second) ? 1 : 0;
    }
}
