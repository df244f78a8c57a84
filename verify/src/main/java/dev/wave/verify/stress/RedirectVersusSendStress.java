package dev.wave.verify.stress;

import dev.wave.core.host.HostTarget;
import dev.wave.core.protocol.TargetEvent;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A target is woken in the instant in which an agent comes and the message queues are turned to its region. r1: in the end the agent was told
 * of the target's newest state, by its discovery, by a message, or out of the fallback's list.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "told")
@Outcome(expect = Expect.FORBIDDEN, desc = "it fell between the fallback and the agent")
@State
public class RedirectVersusSendStress {
    private final StressEnclave host = new StressEnclave();
    private final HostTarget target = host.registered();

    public RedirectVersusSendStress() {
        host.claim(0, false);
    }

    /** Whoever has something for the target. */
    @Actor
    public void wake() {
        host.apply(target, TargetEvent.WAKE);
    }

    /** The watchdog grants. */
    @Actor
    public void grant() {
        host.watchdog.step();
    }

    /** A core hands over what lies in the fallback's list. */
    @Arbiter
    public void look(I_Result told) {
        host.enclave.take(0);
        told.r1 = host.told(host.enclave.region(), target) ? 1 : 0;
    }
}
