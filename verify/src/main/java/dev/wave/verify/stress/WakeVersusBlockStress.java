package dev.wave.verify.stress;

import dev.wave.core.host.HostTarget;
import dev.wave.core.protocol.TargetEvent;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A target is woken in the instant in which it comes off its core, in the host's own code. r1, r2: what two looks for
 * work found.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the wake-up causes exactly one more run")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "the wake-up was lost")
@Outcome(expect = Expect.FORBIDDEN, desc = "one wake-up, two runs")
@State
public class WakeVersusBlockStress {
    private final StressEnclave host = new StressEnclave();
    private final HostTarget target = host.registered();

    public WakeVersusBlockStress() {
        host.apply(target, TargetEvent.WAKE);
        if (host.enclave.take(0) != target) {
            throw new IllegalStateException("it must run before it can block");
        }
    }

    /** Whoever has something for it. */
    @Actor
    public void wake() {
        host.apply(target, TargetEvent.WAKE);
    }

    /** The core it runs on. */
    @Actor
    public void block() {
        host.enclave.apply(target, TargetEvent.BLOCK, 0);
    }

    /** The next looks for work. */
    @Arbiter
    public void look(II_Result found) {
        found.r1 = host.enclave.take(0) == null ? 0 : 1;
        found.r2 = host.enclave.take(1) == null ? 0 : 1;
    }
}
