package dev.wave.lab.vm;

import dev.wave.core.host.Enclave;
import dev.wave.core.host.Watchdog;
import dev.wave.core.host.WatchdogLimits;
import dev.wave.core.model.MachineModel;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.core.protocol.TargetWord;
import dev.wave.sim.machine.Machine;
import dev.wave.sim.machine.SimulatedLink;
import dev.wave.sim.memory.Side;
import dev.wave.sim.power.Socket;
import dev.wave.sim.time.Timeline;
import dev.wave.threads.AgentOptions;
import dev.wave.threads.ThreadAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** One socket of a host, all of whose hardware threads run virtual CPUs that a shipping agent schedules. */
public final class VmHost {
    private static final long WATCHDOG_PERIOD = 5_000_000 * Timeline.NANO;
    private static final long AGENT_STARTS = 10_000 * Timeline.NANO;

    private final VmPlan plan;
    private final Machine machine;
    private final Timeline timeline;
    private final Socket socket;
    private final SimulatedLink link;
    private final Geometry geometry;
    private final VmObserver observer;
    private final List<VirtualCpu> guests = new ArrayList<>();
    private Enclave enclave;

    public VmHost(VmPlan plan, VmObserver observer) {
        this.plan = plan;
        this.observer = observer;
        this.machine = new Machine(plan.model());
        this.timeline = machine.timeline();
        this.socket = new Socket(timeline, plan.model());
        this.geometry = Geometry.ofCores(socket.threads());
        this.link = machine.link(
                plan.shape(),
                SimulatedLink.Doorbell.NEEDLESS,
                new SimulatedLink.Sizes(
                        RegionLayout.toNicBytes(geometry),
                        RegionLayout.toHostBytes(geometry),
                        RegionLayout.hostCounters(geometry, 0)));
    }

    /** A machine with so many virtual CPUs, all halted; before {@link #start}. */
    public List<VirtualCpu> machine(int number, int cpus) {
        List<VirtualCpu> made = new ArrayList<>();
        for (int i = 0; i < cpus; i++) {
            made.add(new VirtualCpu(number));
        }
        guests.addAll(made);
        return made;
    }

    /** Starts everything: the host first, then the agent. @param random draws when each hardware thread has its first tick, and the agent's nonces */
    public void start(RandomGenerator random) {
        machine.actor("host", machine.core(Side.HOST), () -> {
            boot(random);
            watch();
        });
        machine.actor("agent", machine.core(plan.shape().side()), () -> {
            timeline.spend(AGENT_STARTS);
            ThreadAgent agent =
                    new ThreadAgent(link.agent(), plan.policies(), AgentOptions.DEFAULT, machine.clock(), random);
            link.polling(agent).run();
        });
    }

    private void boot(RandomGenerator random) {
        enclave = new Enclave(link.host(geometry::store), geometry, machine.clock());
        guests.forEach(enclave::register);
        for (int core = 0; core < geometry.cores(); core++) {
            long firstTick = plan.ticks().any() ? random.nextLong(plan.ticks().period()) : 0;
            machine.actor(
                    "core " + core, machine.core(Side.HOST), new GuestCore(this, core, timeline.now() + firstTick));
        }
    }

    private void watch() {
        Watchdog watchdog = new Watchdog(enclave, WatchdogLimits.DEFAULT, (pid, ticks) -> true);
        while (true) {
            watchdog.step();
            timeline.parkUntil(timeline.now() + WATCHDOG_PERIOD);
        }
    }

    /** Somebody who gives guests work, on a host core that is not of this socket; call before {@link #run}. */
    public void client(Runnable body) {
        machine.actor("client", machine.core(Side.HOST), body);
    }

    /** A guest has something to compute; the actor that calls pays. */
    public void wake(VirtualCpu guest, double cycles) {
        guest.give(cycles);
        enclave.apply(guest, TargetEvent.WAKE, TargetWord.NO_CORE);
    }

    /** Lets virtual time pass until {@code picos}. */
    public void run(long picos) {
        timeline.runUntil(picos);
    }

    /** The cycles all guests have computed up to now. */
    public double cycles() {
        double sum = 0;
        for (int thread = 0; thread < socket.threads(); thread++) {
            sum += socket.thread(thread).done();
        }
        return sum;
    }

    public Timeline timeline() {
        return timeline;
    }

    public Socket socket() {
        return socket;
    }

    public Enclave enclave() {
        return enclave;
    }

    MachineModel model() {
        return plan.model();
    }

    Ticks ticks() {
        return plan.ticks();
    }

    VmObserver observer() {
        return observer;
    }
}
