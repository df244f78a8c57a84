package dev.wave.threads;

import dev.wave.core.Agent;
import dev.wave.core.Clock;
import dev.wave.core.agent.AgentCounters;
import dev.wave.core.agent.AgentPort;
import dev.wave.core.agent.AgentSeat;
import dev.wave.core.ledger.Ledger;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.protocol.GrantReason;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.queue.SlotReader;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The agent of thread scheduling: takes in what happened, asks the policy, publishes decisions.
 *
 * <p>A step: beat; drain outcomes and messages; serve idle cores; stage the next decision for busy ones; ask busy cores to let go where the policy wants
 * it. Attaching, and attaching again after an epoch was lost, happen in steps too, each time with a fresh policy, because a new epoch begins
 * with discovery.
 */
public final class ThreadAgent implements Agent {
    /** While waiting for a grant: the watchdog looks every few milliseconds. */
    private static final long CLAIM_PAUSE_NANOS = 1_000_000;

    /** Asleep for longer than this at a time, an agent would notice a dead host late. */
    private static final long HOST_CHECK_NANOS = 500_000_000;

    private final AgentSeat seat;
    private final Ledger ledger;
    private final Supplier<ThreadPolicy> policies;
    private final AgentOptions options;
    private final Clock clock;
    private final Receiver receiver = new Receiver();
    private final StepTime time = new StepTime();
    private ThreadPolicy policy;
    private Dispatcher dispatcher;
    private String policyName = "(none)";
    private volatile Thread sleeping;
    private AgentPort<PolicyThread> port;
    private CoreState[] cores;
    private ThreadTable table;
    private long hostCheckNanos;
    private long stepStartNanos;
    private boolean stepWorked;

    /** @param policies makes a fresh policy for each epoch */
    public ThreadAgent(Link link, Supplier<ThreadPolicy> policies, AgentOptions options, Clock clock) {
        this(link, policies, options, clock, RandomGenerator.of("L64X128MixRandom"));
    }

    /** As above, with the source of the nonces by which the host tells agents apart. */
    public ThreadAgent(
            Link link, Supplier<ThreadPolicy> policies, AgentOptions options, Clock clock, RandomGenerator random) {
        this.seat = new AgentSeat(link, options.replace(), random);
        this.ledger = new Ledger(link.uri(), clock);
        this.policies = policies;
        this.options = options;
        this.clock = clock;
        this.policy = policies.get();
        this.hostCheckNanos = clock.nanos();
    }

    @Override
    public int step() {
        AgentSeat.Standing standing = seat.look();
        if (standing == AgentSeat.Standing.CLAIMING) {
            checkHost(clock.nanos());
        }
        if (standing != AgentSeat.Standing.IN_CHARGE) {
            return stand();
        }
        if (port == null) {
            enter();
        }
        long now = clock.nanos();
        account(now);
        port.beat();
        time.set(now);
        int done;
        try {
            done = work(now);
        } catch (RuntimeException | Error e) {
            port.counters().increment(AgentCounters.POLICY_FAILURES);
            port.endStep();
            throw e;
        }
        countDropped();
        port.endStep();
        stepWorked = done > 0;
        ledger.step(seat.epoch(), now, done);
        if (done == 0) {
            // Not only before it sleeps: an agent that polls for a crashed host's cores never would.
            checkHost(now);
        }
        return done;
    }

    /** The part of a step in which the policy is called. */
    private int work(long now) {
        int done = port.drain(receiver);
        policy.tick(now);
        return done + dispatcher.serve(now);
    }

    /** Not in charge (any more): closes the books of the epoch that ended, if one did. */
    private int stand() {
        if (port != null) {
            port.abandon(receiver);
            port = null;
            policy = null;
        }
        return 0;
    }

    private void enter() {
        if (policy == null) {
            policy = policies.get();
        }
        port = new AgentPort<>(seat, ledger);
        cores = new CoreState[seat.geometry().cores()];
        for (int i = 0; i < cores.length; i++) {
            cores[i] = new CoreState(i, time);
            cores[i].books(port.core(i));
        }
        policyName = policy.getClass().getSimpleName();
        table = new ThreadTable(policy, cores, time);
        dispatcher = new Dispatcher(policy, options.prestage(), cores, table, port);
        seat.accept();
        stepStartNanos = clock.nanos();
    }

    /** Books the time since the last step began as work or as looking for work. */
    private void account(long now) {
        AgentCounters counters = port.counters();
        counters.add(stepWorked ? AgentCounters.BUSY_NANOS : AgentCounters.IDLE_NANOS, now - stepStartNanos);
        counters.increment(stepWorked ? AgentCounters.BUSY_STEPS : AgentCounters.IDLE_STEPS);
        stepStartNanos = now;
    }

    private void countDropped() {
        long older = table.drainOlder();
        long malformed = table.drainMalformed();
        if (older + malformed > 0) {
            port.counters().add(AgentCounters.OLDER_MESSAGES, older);
            port.counters().add(AgentCounters.MALFORMED, malformed);
        }
    }

    private final class Receiver implements AgentPort.Receiver<PolicyThread> {
        @Override
        public void message(SlotReader slot) {
            table.message(slot);
        }

        @Override
        public void outcome(int core, PolicyThread thread, Outcome outcome, SlotReader slot) {
            if (cores[core].books().staged() == 0) {
                cores[core].staged(null);
            }
            if (outcome == Outcome.COMMITTED) {
                port.clearPreemption(core);
            }
            table.outcome(thread, cores[core], outcome, slot);
        }
    }

    @Override
    public long sleepNanos() {
        if (port == null) {
            return CLAIM_PAUSE_NANOS;
        }
        return dispatcher.mayPreemptAsTimePasses() ? 0 : Long.MAX_VALUE;
    }

    @Override
    public void sleep(long nanos) {
        long before = clock.nanos();
        checkHost(before);
        sleeping = Thread.currentThread();
        if (port == null) {
            LockSupport.parkNanos(this, Math.min(nanos, CLAIM_PAUSE_NANOS));
        } else {
            sleepOnInterrupt(nanos, before);
        }
        sleeping = null;
    }

    private void sleepOnInterrupt(long nanos, long before) {
        Interrupt interrupt = port.interrupt();
        long ticket = interrupt.arm();
        if (!port.ready() && seat.look() == AgentSeat.Standing.IN_CHARGE) {
            interrupt.await(ticket, Math.min(nanos, HOST_CHECK_NANOS));
        }
        interrupt.disarm();
        long slept = clock.nanos() - before;
        port.counters().add(AgentCounters.ASLEEP_NANOS, slept);
        port.counters().publish();
        stepStartNanos += slept;
    }

    private void checkHost(long now) {
        if (now - hostCheckNanos >= HOST_CHECK_NANOS) {
            hostCheckNanos = now;
            if (seat.hostIsDead()) {
                stand();
                seat.giveUp(GrantReason.HOST_CLOSED);
            }
        }
    }

    @Override
    public void wake() {
        AgentPort<PolicyThread> now = port;
        Thread sleeper = sleeping;
        if (now != null && sleeper != null) {
            now.interrupt().nudge();
        }
        LockSupport.unpark(sleeper);
    }

    @Override
    public boolean over() {
        return seat.standing() == AgentSeat.Standing.OVER;
    }

    /** True while the host has granted this agent the enclave. */
    public boolean inCharge() {
        return seat.standing() == AgentSeat.Standing.IN_CHARGE;
    }

    /** The epoch granted last; 0 if none was. */
    public long epoch() {
        return seat.epoch();
    }

    /** Why the last epoch ended, or the claim was refused. */
    public GrantReason reason() {
        return seat.reason();
    }

    /** The counters of the current epoch; null while not in charge. */
    public AgentCounters counters() {
        return port == null ? null : port.counters();
    }

    @Override
    public void close() {
        stand();
        seat.giveUp(seat.standing() == AgentSeat.Standing.OVER ? seat.reason() : GrantReason.LEFT);
    }

    @Override
    public String name() {
        return "threads";
    }

    /** Names the policy and the method that threw. */
    @Override
    public String explain(Throwable failure) {
        return PolicyCall.find(failure.getStackTrace())
                .map(call -> "policy " + call + " threw " + failure)
                .orElse("policy " + policyName + ": " + failure);
    }

    @Override
    public String whereIn(StackTraceElement[] stack) {
        return PolicyCall.find(stack).map(call -> "policy " + call).orElseGet(() -> Agent.super.whereIn(stack));
    }
}
