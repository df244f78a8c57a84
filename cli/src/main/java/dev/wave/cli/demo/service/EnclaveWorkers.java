package dev.wave.cli.demo.service;

import dev.wave.cli.demo.linux.CallingThread;
import dev.wave.cli.demo.plan.Settings;
import dev.wave.cli.demo.plan.Variant;
import dev.wave.cli.demo.process.PollLoop;
import dev.wave.core.Clock;
import dev.wave.core.host.Counters;
import dev.wave.core.link.ShmLink;
import dev.wave.core.protocol.Outcome;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.EnclaveOptions;
import dev.wave.threads.ThreadAgent;
import dev.wave.threads.ThreadEnclave;
import dev.wave.threads.policy.Policies;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;

/** Virtual threads in an enclave. The agent is somebody else's, or a thread of this process. */
final class EnclaveWorkers implements Workers {
    private final ThreadEnclave enclave;
    private final ExecutorService executor;
    private final Runnable stopAgent;
    private final int cores;
    private final Clock clock;
    private final long opened;

    EnclaveWorkers(Variant variant, Settings settings, Clock clock) {
        this.cores = settings.integer("cores");
        this.clock = clock;
        this.opened = clock.nanos();
        EnclaveOptions options = EnclaveOptions.named(settings.text("link")).withCores(cores);
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
        Map<String, Long> all = new TreeMap<>();
        all.put("up-nanos", clock.nanos() - opened);
        all.put("idle-nanos", enclave.idleNanos());
        all.put("epoch", enclave.epoch());
        Counters watchdog = enclave.watchdogCounters();
        all.put("epochs", watchdog.get(Counters.EPOCHS));
        all.put("claims-refused", watchdog.get(Counters.CLAIMS_REFUSED));
        all.put("ended-silent", watchdog.get(Counters.ENDED_SILENT));
        all.put("ended-nonsense", watchdog.get(Counters.ENDED_NONSENSE));
        all.put("spares-lent", watchdog.get(Counters.SPARES_LENT));
        for (int core = 0; core < cores; core++) {
            Counters counters = enclave.counters(core);
            all.merge("committed", counters.get(Outcome.COMMITTED.ordinal()), Long::sum);
            all.merge("dispatches", counters.get(Counters.DISPATCHES), Long::sum);
            all.merge("fallback-runs", counters.get(Counters.FALLBACK_RUNS), Long::sum);
            all.merge("preemptions", counters.get(Counters.PREEMPTIONS), Long::sum);
        }
        return all;
    }

    @Override
    public void close() {
        stopAgent.run();
        enclave.close();
    }
}
