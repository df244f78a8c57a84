package dev.wave.threads;

import dev.wave.core.Clock;
import dev.wave.core.delay.LinkDelays;
import dev.wave.core.delay.Links;
import dev.wave.core.host.Enclave;
import dev.wave.core.host.HostTarget;
import dev.wave.core.host.ProcessTable;
import dev.wave.core.host.Watchdog;
import dev.wave.core.host.WatchdogLimits;
import dev.wave.core.link.Link;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetWord;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An agent's practice before it takes charge.
 *
 * <p>A JVM that has just started interprets, loads classes and compiles for some tenths of a second: longer than a host waits for a silent agent. So an agent that
 * comes, above all one that takes over from a live one, first schedules a small host of its own that nobody else sees, in turns with it on the same thread, until its code is compiled.
 * A policy that throws does it here, before any thread depends on it.
 *
 * <p>It plays an enclave through several lives, because coming into charge, with discovery, is code like any other.
 */
public final class Rehearsal {
    private static final int CORES = 2;
    private static final int THREADS = 48;
    private static final int LIVES = 4;
    private static final int ROUNDS_PER_LOOK = 16;
    /** Waking a core, and sleeping, are system calls; the first of each kind is the dearest of all that an agent does. */
    private static final int ROUNDS_PER_NAP = 128;

    private static final long NAP_NANOS = 1_000;
    private static final long LONGEST_START_NANOS = 2_000_000_000;

    private final Supplier<ThreadPolicy> policies;
    private final AgentOptions options;
    private final Optional<LinkDelays> delays;
    private final Clock clock;
    private int rounds;
    private long started;

    /** @param delays what the link plays that the agent will have: the JIT compiler is to see the same code */
    public Rehearsal(Supplier<ThreadPolicy> policies, AgentOptions options, Optional<LinkDelays> delays, Clock clock) {
        this.policies = policies;
        this.options = new AgentOptions(options.prestage(), false);
        this.delays = delays;
        this.clock = clock;
    }

    /**
     * Practises for about so long, on the calling thread. What the policy throws comes out.
     *
     * @param name of a link that nobody else uses
     * @return how many threads were started by decision
     */
    public long run(String name, long nanos) {
        for (int life = 0; life < LIVES; life++) {
            live(name, nanos / LIVES);
        }
        return started;
    }

    private void live(String name, long nanos) {
        Geometry geometry = Geometry.ofCores(CORES);
        try (Link host = Links.create(name, geometry, delays, clock);
                Link own = Links.openUri(host.uri(), clock)) {
            Enclave enclave = new Enclave(host, geometry, clock);
            Watchdog watchdog = new Watchdog(enclave, WatchdogLimits.DEFAULT, ProcessTable.system());
            HostTarget[] running = new HostTarget[CORES];
            for (int i = 0; i < THREADS; i++) {
                enter(enclave);
            }
            ThreadAgent agent = new ThreadAgent(own, policies, options, clock);
            // Loading classes does not count as practice, but must end some time.
            long end = clock.nanos() + LONGEST_START_NANOS;
            boolean inCharge = false;
            while (clock.nanos() < end) {
                if (!inCharge && enclave.epoch() != 0) {
                    inCharge = true;
                    end = clock.nanos() + nanos;
                }
                if (rounds % ROUNDS_PER_LOOK == 0) {
                    watchdog.step();
                }
                round(enclave, running);
                boolean asleep = rounds % ROUNDS_PER_NAP == 0;
                if (asleep) {
                    enclave.interrupt(0).arm();
                }
                agent.step();
                if (asleep) {
                    enclave.interrupt(0).disarm();
                    agent.sleep(NAP_NANOS);
                }
            }
            agent.close();
        }
    }

    private static void enter(Enclave enclave) {
        HostTarget target = new HostTarget();
        enclave.register(target);
        enclave.apply(target, TargetEvent.WAKE, TargetWord.NO_CORE);
    }

    /** On every core the thread comes off, in one of the ways there are, and the decided one starts. */
    private void round(Enclave enclave, HostTarget[] running) {
        rounds++;
        for (int core = 0; core < CORES; core++) {
            // Now and then it stays for a while, so that the policy may ask for the core.
            if (running[core] != null && (rounds & 0x3f) >= 0x10) {
                comesOff(enclave, running[core], core);
                running[core] = null;
            }
            if (running[core] == null) {
                running[core] = enclave.take(core);
                started += running[core] == null ? 0 : 1;
            }
        }
    }

    private void comesOff(Enclave enclave, HostTarget target, int core) {
        switch (rounds % 5) {
            case 0 -> enclave.apply(target, TargetEvent.PREEMPT, core);
            case 1, 2 -> {
                enclave.apply(target, TargetEvent.BLOCK, core);
                enclave.apply(target, TargetEvent.WAKE, TargetWord.NO_CORE);
            }
            case 3 -> {
                enclave.apply(target, TargetEvent.EXIT, core);
                enter(enclave);
            }
            default -> enclave.apply(target, TargetEvent.YIELD, core);
        }
    }
}
