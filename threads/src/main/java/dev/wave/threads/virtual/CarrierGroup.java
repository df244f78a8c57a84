package dev.wave.threads.virtual;

import dev.wave.core.Clock;
import dev.wave.core.host.Enclave;
import dev.wave.core.host.ProcessTable;
import dev.wave.core.host.Watchdog;
import dev.wave.core.host.WatchdogThread;
import dev.wave.core.link.MemoryWindow;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.threads.preempt.Preemption;

/** The cores of an enclave, and the watchdog that looks after them. */
public final class CarrierGroup implements AutoCloseable {
    private final Enclave enclave;
    private final Carrier[] carriers;
    private final SpareCarriers spares;
    private final WatchdogThread watchdog;
    private RegionLayout polled;

    public CarrierGroup(EnclaveOptions options, Enclave enclave, VirtualThreads threads, Clock clock) {
        this.enclave = enclave;
        this.carriers = new Carrier[options.geometry().cores()];
        for (int core = 0; core < carriers.length; core++) {
            int cpu = options.cpus().isEmpty() ? -1 : options.cpus().get(core);
            var role = new CarrierRole(options.name(), core, cpu, false);
            carriers[core] = new Carrier(role, enclave, threads, options.idle(), clock);
        }
        this.spares = new SpareCarriers(options, enclave, threads, carriers, clock);
        Watchdog supervisor = new Watchdog(enclave, options.limits(), ProcessTable.system());
        this.watchdog = new WatchdogThread(enclave, supervisor, options.limits(), this::look);
        followEpoch();
    }

    public void start() {
        for (Carrier carrier : carriers) {
            carrier.start();
        }
        watchdog.start();
    }

    /** The mechanism's part of each watchdog step; on the watchdog's thread, which is also the one that changes epochs. */
    private void look() {
        followEpoch();
        spares.look();
    }

    /** Polls look at the summary word of the agent in charge. */
    private void followEpoch() {
        RegionLayout now = enclave.region();
        if (now != polled) {
            if (polled != null) {
                Preemption.detach(summary(polled));
            }
            Preemption.attach(summary(now));
            polled = now;
        }
    }

    private long summary(RegionLayout region) {
        return ((MemoryWindow) enclave.link().toHost()).address(region.agentSummary());
    }

    /** Nanoseconds all cores spent awake without finding work. */
    public long idleNanos() {
        long sum = 0;
        for (Carrier carrier : carriers) {
            sum += carrier.idleNanos();
        }
        return sum;
    }

    @Override
    public void close() {
        watchdog.close();
        spares.close();
        for (Carrier carrier : carriers) {
            carrier.finish();
        }
        Preemption.detach(summary(polled));
    }
}
