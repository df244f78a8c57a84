package dev.wave.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.Clock;
import dev.wave.core.delay.LinkDelays;
import dev.wave.core.link.LinkException;
import dev.wave.core.link.ShmLink;
import dev.wave.core.model.MachineModel;
import dev.wave.threads.policy.EarliestDeadline;
import dev.wave.threads.policy.Fifo;
import dev.wave.threads.policy.Policies;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static final String NAME =
            "rehearsal-test-" + ProcessHandle.current().pid();
    private static final long PRACTICE_NANOS = 40_000_000;

    private static long rehearse(Supplier<ThreadPolicy> policies, Optional<LinkDelays> delays) {
        return new Rehearsal(policies, AgentOptions.DEFAULT, delays, Clock.system()).run(NAME, PRACTICE_NANOS);
    }

    @Test
    void everyPolicyIsInChargeOfItsOwnHost() {
        Policies.Parameters parameters = Policies.Parameters.DEFAULT;
        for (String name : new String[] {"Fifo", "Shinjuku", "RoundRobin", "ShinjukuMultiQueue", "EarliestDeadline"}) {
            assertTrue(rehearse(Policies.byName(name, parameters), Optional.empty()) > 0, name);
        }
    }

    @Test
    void delayedLinkIsRehearsedAsSuch() {
        assertTrue(rehearse(EarliestDeadline::new, Optional.of(LinkDelays.of(MachineModel.COHERENT))) > 0);
    }

    @Test
    void nothingIsLeftBehind() {
        rehearse(Fifo::new, Optional.empty());
        assertFalse(assertThrows(LinkException.class, () -> ShmLink.open(NAME))
                .getMessage()
                .isEmpty());
    }

    @Test
    void whatThePolicyThrowsComesOutAndNothingIsLeftBehind() {
        RuntimeException thrown = assertThrows(
                IllegalStateException.class,
                () -> rehearse(
                        () -> {
                            throw new IllegalStateException("bad policy");
                        },
                        Optional.empty()));
        assertEquals("bad policy", thrown.getMessage());
        assertThrows(LinkException.class, () -> ShmLink.open(NAME));
    }
}
