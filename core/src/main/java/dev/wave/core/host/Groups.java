package dev.wave.core.host;

import dev.wave.core.link.Interrupt;
import dev.wave.core.protocol.RegionLayout;

/** The groups of one epoch, and each core's part in them. */
final class Groups {
    private final GroupTable table;
    private final GroupMember[] members;
    private final Interrupt[] cores;

    Groups(Enclave enclave, RegionLayout region) {
        int count = region.geometry().cores();
        this.table = new GroupTable(count);
        this.members = new GroupMember[count];
        this.cores = new Interrupt[count];
        for (int core = 0; core < count; core++) {
            members[core] = new GroupMember(enclave, table, core);
            cores[core] = enclave.link().towardsHost(region.agentInterrupt(core), region.hostArmed(core));
        }
    }

    GroupTable table() {
        return table;
    }

    GroupMember member(int core) {
        return members[core];
    }

    /** The group is complete, or refused: whoever waits for it may sleep. */
    void wake(long group) {
        for (int core = 0; core < members.length; core++) {
            if (members[core].waitsFor(group)) {
                cores[core].raise();
            }
        }
    }
}
