package dev.wave.cli.demo.service;

import dev.wave.cli.demo.linux.CallingThread;
import dev.wave.cli.demo.plan.Settings;
import dev.wave.cli.demo.plan.Variant;
import dev.wave.cli.demo.process.PollLoop;
import dev.wave.core.Clock;
import dev.wave.core.link.ShmLink;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.EnclaveOptions;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.ThreadEnclave;
import dev.wave.threads.policy.Policies;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/** Virtual threads in an enclave. The agent is somebody else's, or a thread of this process. */
final class EnclaveWorkers implements Workers {
    private final ThreadEnclave enclave;
    private final ExecutorService executor;
    private final Runnable stopAgent;

    EnclaveWorkers(Variant variant, Settings settings) {
        EnclaveOptions options = EnclaveOptions.named(settings.text("link")).withCores(settings.integer("cores"));
        List<Integer> cpus = settings.cpus("cpus");
        enclave = ThreadEnclave.open(cpus.isEmpty() ? options : options.withCpus(cpus.toArray(Integer[]::new)));
        executor = enclave.newThreadPerTaskExecutor();
        stopAgent = variant == Variant.WAVE_LOCAL ? startAgent(settings) : () -> {};
    }

    private static Runnable startAgent(Settings settings) {
        LocalAgent local = new LocalAgent(settings);
        Thread thread = new Thread(local, "agent");
        thread.setDaemon(true);
        thread.start();
        return local::stop;
    }

    /** The agent in a thread of the service. */
    private static final class LocalAgent implements Runnable {
        private final Settings settings;
        private volatile boolean stopping;

        LocalAgent(Settings settings) {
            this.settings = settings;
        }

        @Override
        public void run() {
            List<Integer> cpus = settings.cpus("agent-cpus");
            if (!cpus.isEmpty()) {
                CallingThread.runOn(cpus);
            }
            CallingThread.shortSlices(100_000);
            Policies.Parameters parameters =
                    Policies.Parameters.DEFAULT.withSliceNanos(settings.number("slice-nanos"));
            ThreadAgent agent = new ThreadAgent(
                    ShmLink.open(settings.text("link")),
                    Policies.byName(settings.text("policy"), parameters),
                    AgentOptions.DEFAULT,
                    Clock.system());
            PollLoop.Idle idle = settings.flag("agent-shares-cpu") ? PollLoop.Idle.YIELD : PollLoop.Idle.SPIN;
            new PollLoop(List.of(agent), idle, Clock.system()).runUntil(() -> stopping || agent.over());
            agent.close();
        }

        void stop() {
            stopping = true;
        }
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public Map<String, Long> counters() {
        return Map.of();
    }

    @Override
    public void close() {
        stopAgent.run();
        enclave.close();
    }
}
