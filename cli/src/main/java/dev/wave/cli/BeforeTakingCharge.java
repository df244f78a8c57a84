package dev.wave.cli;

import dev.wave.core.Agent;
import dev.wave.core.link.LinkException;
import dev.wave.threads.PolicyCall;
import dev.wave.threads.Rehearsal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** An agent's rehearsal on a thread of its own, so that a policy that does not come back is noticed before any service waits for it. */
final class BeforeTakingCharge {
    /** How much longer than asked for a rehearsal may take: loading classes on a busy machine. */
    static final long GRACE_NANOS = 5_000_000_000L;

    private final Rehearsal rehearsal;
    private final Agent agent;
    private final String policy;

    /** @param agent who explains what its policy throws */
    BeforeTakingCharge(Rehearsal rehearsal, Agent agent, String policy) {
        this.rehearsal = rehearsal;
        this.agent = agent;
        this.policy = policy;
    }

    /**
     * Rehearses for about so long.
     *
     * @param graceNanos after which, in addition, a policy is taken not to come back
     * @throws ExpectedFailure if the policy failed
     */
    void rehearse(long nanos, long graceNanos) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread stage = new Thread(() -> perform(nanos, failure), "wave-rehearsal");
        stage.setDaemon(true);
        stage.start();
        stage.join(TimeUnit.NANOSECONDS.toMillis(nanos + graceNanos));
        if (stage.isAlive()) {
            String where =
                    PolicyCall.find(stage.getStackTrace()).map(Object::toString).orElse(policy);
            throw new ExpectedFailure(
                    "policy " + where
                            + " did not come back in its rehearsal, so it was not put in charge: a policy must neither loop nor block");
        }
        // Without room for a link of its own an agent can still serve; it will only be slow at first.
        if (failure.get() != null && !(failure.get() instanceof LinkException)) {
            throw new ExpectedFailure(
                    "the policy failed in its rehearsal, so it was not put in charge: " + agent.explain(failure.get()));
        }
    }

    private void perform(long nanos, AtomicReference<Throwable> failure) {
        try {
            rehearsal.run("rehearsal-" + ProcessHandle.current().pid(), nanos);
        } catch (RuntimeException | Error e) {
            failure.set(e);
        }
    }
}
