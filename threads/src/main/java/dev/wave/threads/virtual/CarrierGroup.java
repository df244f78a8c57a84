package dev.wave.threads.virtual;

import dev.wave.core.Clock;
import dev.wave.core.host.Enclave;
import dev.wave.core.host.ProcessTable;
import dev.wave.core.host.Watchdog;
import dev.wave.core.host.WatchdogThread;
import dev.wave.core.link.Link;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.threads.preempt.Preemption;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The cores of an enclave, and the watchdog that looks after them. */
public final class CarrierGroup implements AutoCloseable {
    private static final long RELEASE_LOOK_NANOS = 50_000;

    /** Polls may read a summary word at any later moment, see {@link Preemption#attach}: the memory of a link that was polled is never given back. */
    private static final Set<Link> MAPPED_FOR_EVER = ConcurrentHashMap.newKeySet();

    private final Enclave enclave;
    private final Carrier[] carriers;
    private final SpareCarriers spares;
    private final WatchdogThread watchdog;
    private final List<BooleanSupplier> duties = new CopyOnWriteArrayList<>();
    private RegionLayout polled;

    public CarrierGroup(EnclaveOptions options, Enclave enclave, VirtualThreads threads, Clock clock) {
        this.enclave = enclave;
        this.carriers = new Carrier[options.geometry().cores()];
        for (int core = 0; core < carriers.length; core++) {
            int cpu = core < options.cpus().size() ? options.cpus().get(core) : -1;
            var role = new CarrierRole(options.name(), core, cpu, false);
            carriers[core] = new Carrier(role, enclave, threads, options.idle(), clock);
        }
        this.spares = new SpareCarriers(options, enclave, threads, carriers, clock);
        Watchdog supervisor = new Watchdog(enclave, options.limits(), ProcessTable.system());
        this.watchdog = new WatchdogThread(enclave, supervisor, options.limits(), this::look);
        for (int core = carriers.length - options.reserveCores(); core < carriers.length; core++) {
            enclave.setOnline(core, false);
        }
        MAPPED_FOR_EVER.add(enclave.link());
        followEpoch();
    }

    /**
     * Takes a core out of use and waits until nothing runs on it.
     *
     * @return its CPU, -1 if it was on none in particular; empty if what runs there did not let go in time: then the core is in use again
     * @throws IllegalStateException if it is the last one in use
     */
    OptionalInt release(int core, long patienceNanos, Clock clock) {
        if (!enclave.setOnline(core, false)) {
            throw new IllegalStateException(
                    "core " + core + " is the last one of its enclave, and somebody must run its threads");
        }
        long end = clock.nanos() + patienceNanos;
        while (!carriers[core].resting()) {
            if (clock.nanos() - end > 0) {
                enclave.setOnline(core, true);
                return OptionalInt.empty();
            }
            LockSupport.parkNanos(this, RELEASE_LOOK_NANOS);
        }
        return OptionalInt.of(carriers[core].cpu());
    }

    /**
     * Puts a core that is out of use into use, on that CPU.
     *
     * @return its number; empty if all are in use
     */
    synchronized OptionalInt adopt(int cpu) {
        for (int core = 0; core < carriers.length; core++) {
            if (carriers[core].resting() && !enclave.online(core)) {
                carriers[core].cpu(cpu);
                enclave.setOnline(core, true);
                LockSupport.unpark(carriers[core]);
                return OptionalInt.of(core);
            }
        }
        return OptionalInt.empty();
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
        duties.removeIf(BooleanSupplier::getAsBoolean);
    }

    /** Has something else done in each watchdog step, too, until it says that it is over. */
    void also(BooleanSupplier duty) {
        duties.add(duty);
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
        spares.followEpoch();
    }

    private long summary(RegionLayout region) {
        return enclave.link().toHost().address(region.agentSummary());
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
