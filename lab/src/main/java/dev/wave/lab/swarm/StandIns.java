package dev.wave.lab.swarm;

import dev.wave.core.host.Enclave;
import dev.wave.core.host.HostTarget;
import dev.wave.core.host.ProcessTable;
import dev.wave.core.link.Link;
import dev.wave.core.protocol.TargetEvent;
import dev.wave.sim.memory.FenceFilter;

/** The places of the simulated mechanism and machine in which a check puts something broken, to see whether the swarm notices. */
interface StandIns {
    /** Nothing is replaced. */
    StandIns NONE = new StandIns() {};

    /** How the host's end of the link behaves. */
    default Link host(Link link) {
        return link;
    }

    /** Which fences do nothing. */
    default FenceFilter fences() {
        return FenceFilter.KEPT;
    }

    /** Which processes the host knows as dead. */
    default ProcessTable processes(ProcessTable right) {
        return right;
    }

    /** How a core gets its next thread. */
    default HostTarget take(Enclave enclave, int core) {
        return enclave.take(core);
    }

    /** How the mechanism says that something happened to a thread. */
    default void apply(Enclave enclave, SwarmThread thread, TargetEvent event, int core) {
        enclave.apply(thread, event, core);
    }
}
