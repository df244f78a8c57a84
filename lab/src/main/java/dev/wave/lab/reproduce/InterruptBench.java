package dev.wave.lab.reproduce;

import dev.wave.core.link.Interrupt;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.machine.LinkShape;
import dev.wave.sim.machine.SimulatedInterrupt;
import dev.wave.sim.time.Timeline;

/** Times an interrupt from the NIC to a core of the host, in nanoseconds. */
final class InterruptBench {
    private static final long ARMED = 4096;
    private static final long SENT_AT = 100_000 * Timeline.NANO;

    private final MachineModel model;

    InterruptBench(MachineModel model) {
        this.model = model;
    }

    /** What a core does about it. */
    private interface Core {
        void run(SimulatedInterrupt interrupt, Timeline timeline);
    }

    /** What raising takes longer when somebody waits than when nobody does. */
    double send() {
        double looking = raised(Interrupt::raise, (core, timeline) -> core.disarm());
        double raising = raised(Interrupt::raise, (core, timeline) -> {
            long ignored = core.arm();
        });
        return raising - looking;
    }

    /** What a core that computes loses to it. */
    double receive() {
        long[] lost = new long[1];
        raised(Interrupt::interruptAwake, (core, timeline) -> {
            core.disarm();
            long from = timeline.now();
            long computed = core.compute(core.ticket(), 2 * SENT_AT);
            lost[0] = timeline.now() - from - computed;
        });
        return lost[0] / 1e3;
    }

    /** From when the NIC begins to write its register until a core that waits goes on. */
    double endToEnd() {
        long[] woken = new long[1];
        double raise = raised(Interrupt::raise, (core, timeline) -> {
            core.await(core.arm(), 2 * SENT_AT);
            woken[0] = timeline.now();
        });
        double looking = raise - send();
        return (woken[0] - SENT_AT) / 1e3 - looking;
    }

    /** How one sends. */
    private interface Sending {
        void run(Interrupt interrupt);
    }

    /** @return how long sending took */
    private double raised(Sending sending, Core core) {
        LinkPair pair = new LinkPair(model, LinkShape.TUNED);
        long[] took = new long[1];
        pair.host(link -> core.run((SimulatedInterrupt) link.towardsHost(0, ARMED), pair.timeline()));
        pair.nic(link -> {
            Interrupt interrupt = link.towardsHost(0, ARMED);
            pair.timeline().spend(SENT_AT);
            sending.run(interrupt);
            took[0] = pair.timeline().now() - SENT_AT;
        });
        return pair.run(() -> took[0]);
    }
}
