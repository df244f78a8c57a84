package dev.wave.cli.demo.service;

import dev.wave.cli.demo.plan.LinkPlay;
import dev.wave.cli.demo.plan.Settings;
import dev.wave.core.Clock;
import dev.wave.core.host.Counters;
import dev.wave.core.protocol.Outcome;
import dev.wave.threads.virtual.EnclaveOptions;
import dev.wave.threads.virtual.ThreadEnclave;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;

/** Virtual threads in an enclave. Who the agent is is not its concern. */
final class EnclaveWorkers implements Workers {
    private final ThreadEnclave enclave;
    private final ExecutorService executor;
    private final int cores;
    private final Clock clock;
    private final long opened;

    EnclaveWorkers(Settings settings, Clock clock) {
        this.cores = settings.integer("cores");
        this.clock = clock;
        this.opened = clock.nanos();
        EnclaveOptions plain = EnclaveOptions.named(settings.text("link")).withCores(cores);
        EnclaveOptions options = LinkPlay.parse(settings.text("play"), 1)
                .delays()
                .map(plain::withDelays)
                .orElse(plain);
        List<Integer> cpus = settings.cpus("cpus");
        enclave = ThreadEnclave.open(cpus.isEmpty() ? options : options.withCpus(cpus.toArray(Integer[]::new)));
        executor = enclave.newThreadPerTaskExecutor();
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
        enclave.close();
    }
}
