package dev.wave.verify.bench.simulator;

import dev.wave.core.model.MachineModel;
import dev.wave.lab.threads.HostObserver;
import dev.wave.lab.threads.HostPlan;
import dev.wave.lab.threads.Placement;
import dev.wave.lab.threads.Request;
import dev.wave.lab.threads.SimulatedHost;
import dev.wave.sim.machine.Machine;
import dev.wave.sim.time.Timeline;
import dev.wave.threads.policy.Policies;
import dev.wave.verify.bench.harness.Pin;
import java.lang.ref.Reference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A process that simulates a host whose threads a shipping agent on a NIC schedules, at a load of 0.7.
 *
 * <p>Arguments: CPU, cores, threads, virtual milliseconds. Prints {@code request NANOS} and {@code event NANOS} (per suspension of an actor) in the last three quarters, {@code heap 1}, {@code heap 2} and
 * {@code heap 4} (live megabytes after a quarter, a half and all of the time), {@code switches}.
 */
public final class HostMain {
    private static final long MILLI = 1_000_000 * Timeline.NANO;
    private static final long SERVICE = 10_000 * Timeline.NANO;
    private static final double LOAD = 0.7;
    private static final long BOOT = 20 * MILLI;
    private static final long LONGEST_BOOT = 1_000 * MILLI;

    private final int cores;
    private final Machine machine = new Machine(MachineModel.MOUNT_EVANS);
    private final Timeline timeline = machine.timeline();
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(42);
    private final SimulatedHost host;
    private long answered;

    private HostMain(int cores, int threads) {
        this.cores = cores;
        HostPlan plan = HostPlan.of(
                        MachineModel.MOUNT_EVANS,
                        Placement.WAVE,
                        cores,
                        Policies.byName("Fifo", Policies.Parameters.DEFAULT))
                .withWorkers(threads);
        host = new SimulatedHost(machine, plan, HostObserver.NONE, (request, at) -> answered++);
        host.start(random);
        host.source(this::bring);
    }

    public static void main(String[] args) {
        Pin.to(Integer.parseInt(args[0]));
        HostMain main = new HostMain(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        long quarter = Long.parseLong(args[3]) * MILLI / 4;
        long began = main.awaitAgent();
        main.timeline.runUntil(began + quarter);
        sayHeap(1);
        long from = System.nanoTime();
        long requests = main.answered;
        long events = main.timeline.switches();
        main.timeline.runUntil(began + 2 * quarter);
        long used = System.nanoTime() - from;
        sayHeap(2);
        from = System.nanoTime();
        main.timeline.runUntil(began + 4 * quarter);
        used += System.nanoTime() - from;
        sayHeap(4);
        System.out.println("request " + used / (double) (main.answered - requests));
        System.out.println("event " + used / (double) (main.timeline.switches() - events));
        System.out.println("switches " + Pin.switches());
        Reference.reachabilityFence(main);
    }

    /** A large host takes long to tell its agent of all its threads. @return when the agent was in charge */
    private long awaitAgent() {
        while (timeline.now() < LONGEST_BOOT) {
            timeline.runUntil(timeline.now() + BOOT);
            if (host.enclave().epoch() > 0) {
                return timeline.now();
            }
        }
        throw new IllegalStateException("no agent took charge within " + LONGEST_BOOT / MILLI + " virtual ms");
    }

    private void bring() {
        timeline.spend(BOOT / 2);
        while (true) {
            long next = timeline.now() + (long) (random.nextExponential() * SERVICE / (LOAD * cores));
            host.submit(new Request(next, SERVICE, 0));
            while (timeline.now() < next) {
                timeline.parkUntil(next);
            }
            host.handOut();
        }
    }

    private static void sayHeap(int times) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.println("heap " + times + " " + (runtime.totalMemory() - runtime.freeMemory()) / 1e6);
    }
}
