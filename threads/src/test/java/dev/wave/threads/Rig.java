package dev.wave.threads;

import dev.wave.core.AgentRunner;
import dev.wave.core.IdleStrategy;
import dev.wave.core.host.Counters;
import dev.wave.core.host.WatchdogLimits;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.Outcome;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * An enclave as the tests of real threads want it: its cores sleep for minutes when nobody wakes them, and nobody calls that starvation. In the product
 * a lost wake-up is mended after half a second; here it hangs, and is found.
 */
public final class Rig implements AutoCloseable {
    private static final long MINUTE = 60_000_000_000L;
    private static final long MILLISECOND = 1_000_000;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final IdleStrategy DEEP_SLEEP = new IdleStrategy(20_000, 5 * MINUTE);

    private final int cores;
    public final ThreadEnclave enclave;
    public final ExecutorService executor;

    public Rig(int cores) {
        // Silence is generous: the machine that runs the tests may be busy with other things.
        this(cores, 200);
    }

    public Rig(int cores, long silenceMillis) {
        this(cores, silenceMillis, 0);
    }

    /** @param reserve how many of the cores start out of use */
    public Rig(int cores, long silenceMillis, int reserve) {
        this.cores = cores;
        var limits = new WatchdogLimits(silenceMillis * MILLISECOND, 5 * MINUTE);
        String name = "rig-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
        enclave = ThreadEnclave.open(new EnclaveOptions(
                name,
                Geometry.ofCores(cores),
                List.of(),
                limits,
                DEEP_SLEEP,
                20 * MILLISECOND,
                reserve,
                java.util.Optional.empty()));
        executor = enclave.newThreadPerTaskExecutor();
    }

    /** Starts an agent in this process and waits until it is in charge. */
    public AgentRunner agent(Supplier<ThreadPolicy> policy) {
        return agent(policy, AgentOptions.DEFAULT);
    }

    public AgentRunner agent(Supplier<ThreadPolicy> policy, AgentOptions options) {
        long before = enclave.epoch();
        AgentRunner runner = enclave.startAgent(policy, options, IdleStrategy.SPIN_THEN_SLEEP);
        Bounded.until("an agent in charge", () -> enclave.epoch() > before || runner.failure() != null);
        return runner;
    }

    /** Runs something in a virtual thread of the enclave. */
    public <T> T run(String what, Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        enclave.threadFactory().newThread(task).start();
        return Bounded.get(what, task);
    }

    public void run(String what, Runnable body) {
        Boolean done = run(what, () -> {
            body.run();
            return true;
        });
        if (!done) {
            throw new AssertionError(what);
        }
    }

    public long sum(int word) {
        long sum = 0;
        for (int core = 0; core < cores; core++) {
            sum += enclave.counters(core).get(word);
        }
        return sum;
    }

    public long outcomes(Outcome outcome) {
        return sum(Counters.of(outcome));
    }

    /** Every run had exactly one cause: a decision that committed, or the fallback. Call when nothing is going on. */
    public void checkDispatches() {
        long causes = outcomes(Outcome.COMMITTED) + sum(Counters.FALLBACK_RUNS);
        if (sum(Counters.DISPATCHES) != causes) {
            throw new AssertionError(sum(Counters.DISPATCHES) + " dispatches, but " + causes + " causes");
        }
    }

    @Override
    public void close() {
        Bounded.call("closing the executor", () -> {
            executor.close();
            return true;
        });
        enclave.close();
    }
}
