package dev.wave.verify.stress;

import dev.wave.core.host.Counters;
import dev.wave.core.host.HostTarget;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A core commits a decision in the instant in which the watchdog takes the agent out of charge and another core looks
 * into the fallback's list, all in the host's own code. r1, r2: the first, the second core got the target; r3: runs
 * counted after one more look.
 */
@JCStressTest
@Outcome(
        id = "1, 0, 1",
        expect = Expect.ACCEPTABLE,
        desc = "the agent's decision won, or core 0 took it from the fallback")
@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "the fallback won")
@Outcome(
        id = "0, 0, 1",
        expect = Expect.ACCEPTABLE,
        desc = "core 0 held the entry, to hand it to the agent, and put it back; the next look finds it")
@Outcome(expect = Expect.FORBIDDEN, desc = "the target runs twice, or is lost")
@State
public class CommitVersusFallbackStress {
    private final StressEnclave host = new StressEnclave();
    private final HostTarget target = host.registered();

    public CommitVersusFallbackStress() {
        RegionLayout region = host.putAgentInCharge();
        host.apply(target, TargetEvent.WAKE);
        host.decide(region, 0, target);
    }

    /** The core with the decision. */
    @Actor
    public void commit(III_Result got) {
        got.r1 = host.enclave.take(0) == null ? 0 : 1;
    }

    /** The watchdog, and a core of the fallback. */
    @Actor
    public void fallBack(III_Result got) {
        host.watchdog.close();
        got.r2 = host.enclave.take(1) == null ? 0 : 1;
    }

    /** A core that looks again, and the books. */
    @Arbiter
    public void count(III_Result got) {
        host.enclave.take(0);
        for (int core = 0; core < 2; core++) {
            Counters counters = host.enclave.counters(core);
            got.r3 += (int) (counters.get(0) + counters.get(Counters.FALLBACK_RUNS));
        }
    }
}
