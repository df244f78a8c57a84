package dev.wave.lab.threads;

import dev.wave.core.host.HostTarget;

/** A kernel thread on a simulated host: it computes what it was given, and blocks. */
public final class SimulatedThread extends HostTarget {
    private Request request;
    private long leftPicos;

    void give(Request work) {
        request = work;
        leftPicos = work.servicePicos();
    }

    long leftPicos() {
        return leftPicos;
    }

    void computed(long picos) {
        leftPicos -= picos;
    }

    /** What it is about; what it was about last, if it is idle. */
    public Request request() {
        return request;
    }
}
