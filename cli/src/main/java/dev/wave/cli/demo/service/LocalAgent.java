package dev.wave.cli.demo.service;

import dev.wave.cli.demo.linux.CallingThread;
import dev.wave.cli.demo.plan.Settings;
import dev.wave.cli.demo.process.PollLoop;
import dev.wave.core.Clock;
import dev.wave.core.link.ShmLink;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.policy.Policies;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * An agent in a thread of the service's process, on a CPU of its own. The thread is made before the workers take a lower priority, which it would
 * inherit, and waits for the enclave.
 */
final class LocalAgent implements AutoCloseable {
    private static final long SHORT_SLICE_NANOS = 100_000;

    private final Settings settings;
    private final Clock clock;
    private final CountDownLatch enclaveIsThere = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "agent");
    private volatile boolean stopping;

    LocalAgent(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        thread.setDaemon(true);
        thread.start();
    }

    /** The enclave's link can be opened now. */
    void attach() {
        enclaveIsThere.countDown();
    }

    private void run() {
        try {
            enclaveIsThere.await();
        } catch (InterruptedException e) {
            return;
        }
        if (!stopping) {
            CallingThread.runOn(settings.cpus("agent-cpus"));
            CallingThread.shortSlices(SHORT_SLICE_NANOS);
            drive(agent());
        }
    }

    private ThreadAgent agent() {
        Policies.Parameters parameters = Policies.Parameters.DEFAULT.withSliceNanos(settings.number("slice-nanos"));
        return new ThreadAgent(
                ShmLink.open(settings.text("link")),
                Policies.byName(settings.text("policy"), parameters),
                AgentOptions.DEFAULT,
                clock);
    }

    private void drive(ThreadAgent agent) {
        PollLoop.Idle idle = settings.flag("agent-shares-cpu") ? PollLoop.Idle.YIELD : PollLoop.Idle.SPIN;
        new PollLoop(List.of(agent), idle, clock).runUntil(() -> stopping || agent.over());
        agent.close();
    }

    @Override
    public void close() {
        stopping = true;
        attach();
    }
}
