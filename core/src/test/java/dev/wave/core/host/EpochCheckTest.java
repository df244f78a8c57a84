package dev.wave.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.TargetState;
import org.junit.jupiter.api.Test;

/** An epoch that ends while a core looks at a decision of it. */
class EpochCheckTest {

    @Test
    void decisionWhoseEpochEndsWhileItIsCopiedIsOfAnOldEpoch() {
        SteppedHost host = SteppedHost.ofCores(1);
        HostTarget target = host.ready();
        FifoAgent agent = host.attached();
        long slot = agent.decisionSlot(0);
        assertEquals(1, agent.decideAll());
        host.link.toHost().beforeLoad(offset -> offset == slot + 16, host.watchdog::close);
        assertNull(host.enclave.take(0));
        assertEquals(1, host.outcomes(Outcome.OLD_EPOCH));
        assertEquals(TargetState.READY, target.state());
        host.runs(0, target);
    }
}
