package dev.wave.threads.virtual;

import dev.wave.core.AgentRunner;
import dev.wave.core.Clock;
import dev.wave.core.IdleStrategy;
import dev.wave.core.delay.Links;
import dev.wave.core.host.Counters;
import dev.wave.core.host.Enclave;
import dev.wave.core.link.Link;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.PolicyWatch;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.ThreadPolicy;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Virtual threads that run when an agent says so.
 *
 * {@snippet :
 * try (var enclave = ThreadEnclave.open(EnclaveOptions.named("orders").withCores(2));
 *         var executor = enclave.newThreadPerTaskExecutor()) {
 *     executor.submit(() -> handle(request));
 * }
 * }
 *
 * <p>The agent runs elsewhere ({@code ./wave agent --policy Shinjuku --link shm:orders}) or in this process ({@link #startAgent}). While there is none, or it
 * is silent for longer than the fallback deadline, the enclave's own first-come-first-served fallback runs the threads; when an agent comes, it takes over.
 * Either way no thread is lost.
 */
public final class ThreadEnclave implements AutoCloseable {
    private final EnclaveOptions options;
    private final Enclave enclave;
    private final VirtualThreads threads;
    private final CarrierGroup carriers;
    private final List<AgentRunner> localAgents = new CopyOnWriteArrayList<>();

    private ThreadEnclave(EnclaveOptions options) {
        this.options = options;
        Clock clock = Clock.system();
        Link link = Links.create(options.name(), options.geometry(), options.delays(), clock);
        this.enclave = new Enclave(link, options.geometry(), clock);
        this.threads = new VirtualThreads(enclave);
        this.carriers = new CarrierGroup(options, enclave, threads, clock);
    }

    /** Why enclaves of virtual threads do not work in this JVM, and what to do; empty if they do. */
    public static String problem() {
        return VirtualThreads.problem();
    }

    /**
     * Opens an enclave, its link, and its cores.
     *
     * @throws IllegalStateException if this JVM does not suit; the message is {@link #problem}
     * @throws dev.wave.core.link.LinkException if the link cannot be made
     */
    public static ThreadEnclave open(EnclaveOptions options) {
        if (!problem().isEmpty()) {
            throw new IllegalStateException(problem());
        }
        VirtualThreads.prepareJdk();
        ThreadEnclave opened = new ThreadEnclave(options);
        opened.carriers.start();
        return opened;
    }

    /** Makes virtual threads of this enclave. Any library that takes a thread factory works on it. */
    public ThreadFactory threadFactory() {
        return threadFactory(ThreadHints.NONE);
    }

    /** Makes virtual threads of this enclave that start with these hints. */
    public ThreadFactory threadFactory(ThreadHints hints) {
        return body -> threads.newThread(body, hints, null);
    }

    /** An executor that starts a virtual thread of this enclave for each task. */
    public ExecutorService newThreadPerTaskExecutor() {
        return Executors.newThreadPerTaskExecutor(threadFactory());
    }

    /** As {@link #newThreadPerTaskExecutor()}, with hints for all its threads. */
    public ExecutorService newThreadPerTaskExecutor(ThreadHints hints) {
        return Executors.newThreadPerTaskExecutor(threadFactory(hints));
    }

    /** Runs an agent in a thread of this process; the enclave's {@link #close} ends it, and every other one started here. */
    public AgentRunner startAgent(Supplier<ThreadPolicy> policies, AgentOptions agentOptions, IdleStrategy idle) {
        Link agentSide = Links.openUri(uri(), Clock.system());
        ThreadAgent agent = new ThreadAgent(agentSide, policies, agentOptions, Clock.system());
        AgentRunner runner = new AgentRunner(agent, idle, Clock.system());
        localAgents.removeIf(AgentRunner::ended);
        localAgents.add(runner);
        PolicyWatch watch = new PolicyWatch(agent, runner, Clock.system());
        carriers.also(() -> {
            watch.look().ifPresent(line -> System.getLogger("dev.wave").log(System.Logger.Level.ERROR, line));
            return runner.ended();
        });
        return runner.start();
    }

    /**
     * Gives a core, with the CPU it is pinned to, to another enclave of this service while both run. The agent of this enclave asks what runs there to
     * leave; what was staged for it goes elsewhere; nothing is lost if it fails.
     *
     * @param to an enclave that was opened with reserve cores ({@link EnclaveOptions#withReserveCores})
     * @param patience how long to wait for what runs on the core: code without polls leaves when it blocks or ends
     * @return the number of the core there; empty if nothing was moved, because what runs there did not let go in time or {@code to} has no place left
     * @throws IllegalStateException if it is the last core of this enclave
     */
    public OptionalInt moveCore(int core, ThreadEnclave to, Duration patience) {
        OptionalInt cpu = carriers.release(core, patience.toNanos(), Clock.system());
        if (cpu.isEmpty()) {
            return cpu;
        }
        OptionalInt adopted = to.carriers.adopt(cpu.getAsInt());
        if (adopted.isEmpty()) {
            carriers.adopt(cpu.getAsInt());
        }
        return adopted;
    }

    /** True if the core takes threads; false if it is in reserve or was given away. */
    public boolean online(int core) {
        return enclave.online(core);
    }

    /** The epoch of the agent in charge; 0 while the fallback is. */
    public long epoch() {
        return enclave.epoch();
    }

    /** The link's name for agents. */
    public String uri() {
        return enclave.link().uri();
    }

    /** The counters of a core (docs/protocol.md, section 5). */
    public Counters counters(int core) {
        return enclave.counters(core);
    }

    /** The watchdog's counters. */
    public Counters watchdogCounters() {
        return enclave.counters(options.geometry().guarded());
    }

    /** Nanoseconds the cores spent awake without finding work. */
    public long idleNanos() {
        return carriers.idleNanos();
    }

    /** Ends the cores and the link. Threads that have not ended by then never run again: end them first, for example by closing their executor. */
    @Override
    public void close() {
        localAgents.forEach(AgentRunner::stop);
        localAgents.forEach(AgentRunner::close);
        carriers.close();
        enclave.close();
    }
}
