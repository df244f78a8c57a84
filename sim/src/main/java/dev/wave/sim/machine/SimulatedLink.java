package dev.wave.sim.machine;

import dev.wave.core.Agent;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;
import dev.wave.sim.machine.InterruptLine.Receiver;
import dev.wave.sim.machine.SimulatedInterrupt.Raising;
import dev.wave.sim.memory.Memory;
import dev.wave.sim.memory.MemorySystem;
import dev.wave.sim.memory.Side;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The two windows of a link, both in the NIC's memory, and who looks at them: one host, and as many agents as come. */
public final class SimulatedLink {
    /** For whoever never sleeps. */
    private static final Interrupt SILENT = new NeverNeeded();

    private final Machine machine;
    private final Memory toNic;
    private final Memory toHost;
    /** What the host writes for itself. */
    private final Memory books;

    private final long booksFrom;
    private final LinkShape shape;
    private final Doorbell doorbell;
    private final Map<Long, InterruptLine> towardsNic = new HashMap<>();
    private final Map<Long, InterruptLine> towardsHost = new HashMap<>();

    SimulatedLink(Machine machine, LinkShape shape, Doorbell doorbell, Sizes sizes) {
        this.machine = machine;
        this.shape = shape;
        this.doorbell = doorbell;
        this.booksFrom = sizes.booksFrom();
        this.toNic = new Memory(shape.side(), sizes.toNicBytes());
        this.toHost = new Memory(shape.side(), sizes.toHostBytes());
        this.books = new Memory(Side.HOST, sizes.toNicBytes() - booksFrom);
    }

    /** Whether the host tells the agent that there is something to look at. */
    public enum Doorbell {
        /** It rings after each message: the agent may be asleep. */
        RUNG,
        /** The agent is known to poll for ever, so nothing is spent on telling it. */
        NEEDLESS
    }

    /**
     * How large the windows are.
     *
     * @param toNicBytes the host's
     * @param toHostBytes the agent's
     * @param booksFrom what the host stores at this offset of its window and behind stays in host memory (counters, which no NIC reads)
     */
    public record Sizes(long toNicBytes, long toHostBytes, long booksFrom) {}

    /**
     * The host's side; an actor of the host opens it, because it writes the link's header.
     *
     * @param prepare writes into the host's window what must stand there before anybody can find the link
     */
    public Link host(Consumer<Window> prepare) {
        MemorySystem memory = machine.memory();
        Window own = new SplitWindow(
                memory.window(toNic, Side.HOST, shape.hostWrites()),
                memory.window(books, Side.HOST, WindowAttribute.WRITE_BACK),
                booksFrom);
        own.store(LinkHeader.VERSIONS, LinkHeader.versions());
        own.store(LinkHeader.HOST_STATE, LinkHeader.HOST_OPEN);
        own.store(LinkHeader.HOST_PID, ProcessHandle.current().pid());
        prepare.accept(own);
        own.storeFence();
        own.store(LinkHeader.MAGIC, LinkHeader.MAGIC_VALUE);
        own.flush(LinkHeader.MAGIC);
        return new End(own, memory.window(toHost, Side.HOST, shape.hostReads()));
    }

    /** The side of an agent. */
    public Link agent() {
        MemorySystem memory = machine.memory();
        boolean pulls = shape.hostWrites() == WindowAttribute.WRITE_BACK && shape.side() == Side.NIC;
        return new End(
                pulls ? memory.pulledWindow(toNic, Side.NIC) : memory.window(toNic, shape.side(), shape.agent()),
                memory.window(toHost, shape.side(), shape.agent()));
    }

    /** The loop of an agent of this link on a core of its own. */
    public Polling polling(Agent agent) {
        return new Polling(agent, toNic, machine.timeline());
    }

    private final class End implements Link {
        private final Window toNicWindow;
        private final Window toHostWindow;

        End(Window toNicWindow, Window toHostWindow) {
            this.toNicWindow = toNicWindow;
            this.toHostWindow = toHostWindow;
        }

        @Override
        public String uri() {
            return "simulated:" + machine.model().name();
        }

        @Override
        public Window toNic() {
            return toNicWindow;
        }

        @Override
        public Window toHost() {
            return toHostWindow;
        }

        @Override
        public Interrupt towardsNic(long ringOffset, long armedOffset) {
            if (doorbell == Doorbell.NEEDLESS) {
                return SILENT;
            }
            InterruptLine line = towardsNic.computeIfAbsent(
                    ringOffset, key -> new InterruptLine(machine, shape.side(), Receiver.AGENT));
            boolean dear = shape.hostReads() != WindowAttribute.WRITE_BACK;
            return new SimulatedInterrupt(
                    line, toHostWindow, armedOffset, dear ? Raising.BLINDLY : Raising.LOOKING_FIRST);
        }

        @Override
        public Interrupt towardsHost(long ringOffset, long armedOffset) {
            InterruptLine line = towardsHost.computeIfAbsent(
                    ringOffset, key -> new InterruptLine(machine, shape.side(), Receiver.CORE));
            return new SimulatedInterrupt(line, toNicWindow, armedOffset, Raising.LOOKING_FIRST);
        }

        @Override
        public void close() {
            toNicWindow.store(LinkHeader.HOST_STATE, LinkHeader.HOST_CLOSED);
            toNicWindow.flush(LinkHeader.HOST_STATE);
        }
    }
}
