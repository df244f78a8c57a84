package dev.wave.lab.vm;

import dev.wave.core.host.HostTarget;
import dev.wave.sim.power.HardwareThread;

/** A virtual CPU, which for the host is a thread; its class is its machine. */
public final class VirtualCpu extends HostTarget {
    private double leftCycles;
    private double doneCycles;

    VirtualCpu(int machine) {
        targetClass(machine);
    }

    /** What its guest wants to compute before it halts; {@link HardwareThread#ENDLESS} for a busy loop. */
    void give(double cycles) {
        leftCycles = cycles;
    }

    void computed(double cycles) {
        doneCycles += cycles;
        leftCycles -= cycles;
    }

    double leftCycles() {
        return leftCycles;
    }

    /** Its guest has nothing more to do; less than a cycle is what rounding left. */
    boolean done() {
        return leftCycles < 1;
    }

    /** The cycles it has computed. */
    public double doneCycles() {
        return doneCycles;
    }
}
