package dev.wave.core.host;

import dev.wave.core.ChildJvm;
import dev.wave.core.Clock;
import dev.wave.core.Seeds;
import dev.wave.core.agent.AgentSeat;
import dev.wave.core.link.ShmLink;

/** A process of its own that is nothing but a FIFO agent. */
public final class AgentProcess {
    private AgentProcess() {}

    public static void main(String[] arguments) {
        ChildJvm.endWithParent();
        ShmLink link = ShmLink.open(arguments[0]);
        FifoAgent agent = new FifoAgent(
                new AgentSeat(link, false, Seeds.random(ProcessHandle.current().pid())), 0, Clock.system());
        System.out.println("ready");
        while (agent.standing() != AgentSeat.Standing.OVER) {
            if (agent.step() == 0) {
                Thread.yield();
            }
        }
        System.out.println(agent.reason());
        agent.leave();
    }
}
