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
 * A target departs and its index is given to another one while a decision about the first is looked up. r1: what the core got: 0 nothing, 1 the
 * first; r2: what the second, which is ready, was given at a look without a decision for it, and whether two live targets share a name.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the first had departed: unknown, or stale")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the first ran, then departed")
@Outcome(expect = Expect.FORBIDDEN, desc = "the second was run by a decision about the first, or two share a name")
@State
public class RegistryReuseStress {
    private final StressEnclave host = new StressEnclave();
    private final HostTarget first = host.registered();
    private final HostTarget second = new HostTarget();
    private final HostTarget third = new HostTarget();
    private final RegionLayout region = host.putAgentInCharge();

    public RegistryReuseStress() {
        host.apply(first, TargetEvent.WAKE);
        host.decide(region, 0, first);
    }

    /** One goes, and the next comes in its place. */
    @Actor
    public void comeAndGo() {
        host.apply(first, TargetEvent.EXIT);
        host.enclave.register(second);
        host.apply(second, TargetEvent.WAKE);
    }

    /** A core, and another registration. */
    @Actor
    public void take(II_Result seen) {
        HostTarget got = host.enclave.take(0);
        seen.r1 = got == null ? 0 : got == first ? 1 : 2;
        host.enclave.register(third);
    }

    /** Nobody decided about the second. */
    @Arbiter
    public void look(II_Result seen) {
        seen.r2 = host.enclave.take(0) == null && second.id() != third.id() && first.id() != second.id() ? 0 : 1;
    }
}
