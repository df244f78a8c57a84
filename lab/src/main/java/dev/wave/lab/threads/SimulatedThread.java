package dev.wave.lab.threads;

import dev.wave.core.host.HostTarget;

/** A kernel thread on a simulated host: it computes what it was given, and blocks. */
final class SimulatedThread extends HostTarget {
    private long leftPicos;
    private long request;

    /** Work for it, from a request. */
    void give(long requestNumber, long picos) {
        request = requestNumber;
        leftPicos = picos;
    }

    long leftPicos() {
        return leftPicos;
    }

    void computed(long picos) {
        leftPicos -= picos;
    }

    long request() {
        return request;
    }
}
