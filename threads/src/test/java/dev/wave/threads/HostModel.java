package dev.wave.threads;

import dev.wave.core.agent.AgentCounters;
import dev.wave.core.host.Counters;
import dev.wave.core.host.Enclave;
import dev.wave.core.host.HostTarget;
import dev.wave.core.host.Watchdog;
import dev.wave.core.host.WatchdogLimits;
import dev.wave.core.link.Link;
import dev.wave.core.link.ShmLink;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetWord;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A host whose every move the test makes: a real enclave and watchdog on a real link, a clock that only the test turns, and no threads. */
final class HostModel implements AutoCloseable {
    static final WatchdogLimits LIMITS = new WatchdogLimits(20_000_000, 1_000_000_000);

    private final String name;
    private final ShmLink link;
    private final HostTarget[] running;
    private final RandomGenerator nonces =
            RandomGeneratorFactory.of("L64X128MixRandom").create(4711);
    final Enclave enclave;
    final Watchdog watchdog;
    long nanos = 1_000_000_000;

    HostModel(String name, int cores) {
        this(name, cores, 64);
    }

    HostModel(String name, int cores, int messageSlots) {
        this.name = name + "-" + ProcessHandle.current().pid();
        Geometry geometry = new Geometry(cores, 4, messageSlots, 8, 16);
        this.link = ShmLink.create(this.name, RegionLayout.toNicBytes(geometry), RegionLayout.toHostBytes(geometry));
        this.enclave = new Enclave(link, geometry, () -> nanos);
        this.watchdog = new Watchdog(enclave, LIMITS, (pid, ticks) -> true);
        this.running = new HostTarget[cores];
    }

    Link agentSide() {
        return ShmLink.open(name);
    }

    ThreadAgent agent(Supplier<ThreadPolicy> policies, AgentOptions options) {
        return new ThreadAgent(agentSide(), policies, options, () -> nanos, nonces);
    }

    /** An agent that is in charge, and knows what the host knows. */
    ThreadAgent attached(ThreadPolicy policy, AgentOptions options) {
        ThreadAgent agent = agent(() -> policy, options);
        attach(agent);
        return agent;
    }

    void attach(ThreadAgent agent) {
        for (int i = 0; i < 20 && !agent.inCharge(); i++) {
            nanos += 1_000_000;
            agent.step();
            watchdog.step();
        }
        if (!agent.inCharge()) {
            throw new AssertionError("the agent was not granted the enclave: " + agent.reason());
        }
        settle(agent);
    }

    /** Steps the agent until it has nothing left to do. */
    void settle(ThreadAgent agent) {
        for (int i = 0; agent.step() > 0; i++) {
            if (i > 10_000) {
                throw new AssertionError("the agent never comes to rest");
            }
        }
    }

    HostTarget thread() {
        HostTarget target = new HostTarget();
        enclave.register(target);
        return target;
    }

    HostTarget readyThread() {
        HostTarget target = thread();
        wake(target);
        return target;
    }

    void wake(HostTarget target) {
        enclave.apply(target, TargetEvent.WAKE, TargetWord.NO_CORE);
    }

    /** The core takes what it is told to; null if nothing. */
    HostTarget take(int core) {
        if (running[core] != null) {
            throw new AssertionError("core " + core + " is busy");
        }
        HostTarget target = enclave.take(core);
        for (HostTarget other : running) {
            if (target != null && target == other) {
                throw new AssertionError("target " + target.index() + " on two cores");
            }
        }
        running[core] = target;
        return target;
    }

    /** What runs on the core comes off, and how. */
    HostTarget off(int core, TargetEvent how) {
        HostTarget target = running[core];
        running[core] = null;
        enclave.apply(target, how, core);
        return target;
    }

    HostTarget on(int core) {
        return running[core];
    }

    /** The dispatch number asked off a core. */
    long asked(int core) {
        return link.toHost().load(enclave.region().agentPreemption(core));
    }

    /** The word a sleeping core watches. */
    long ring(int core) {
        return link.toHost().load(enclave.region().agentInterrupt(core));
    }

    /** The sum of one counter over all cores. */
    long sum(int word) {
        long sum = 0;
        for (int core = 0; core < running.length; core++) {
            sum += enclave.counters(core).get(word);
        }
        return sum;
    }

    long outcomes(Outcome outcome) {
        return sum(Counters.of(outcome));
    }

    long watchdogCounter(int word) {
        return enclave.counters(running.length).get(word);
    }

    /** Lets time pass without a step of any agent. */
    void silence(long forNanos) {
        for (long passed = 0; passed < forNanos; passed += 5_000_000) {
            nanos += 5_000_000;
            watchdog.step();
        }
    }

    /** Fails if the agent's books do not balance. */
    static void checkBalance(AgentCounters counters, long pending) {
        long answered = 0;
        for (Outcome outcome : Outcome.values()) {
            answered += counters.get(AgentCounters.of(outcome));
        }
        long decisions = counters.get(AgentCounters.DECISIONS);
        if (decisions != answered + pending) {
            throw new AssertionError(decisions + " decisions, " + answered + " outcomes, " + pending + " pending");
        }
    }

    long dispatches() {
        return sum(Counters.DISPATCHES);
    }

    @Override
    public void close() {
        enclave.close();
    }
}
