package dev.wave.sim.machine;

import dev.wave.core.Agent;
import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.ProcessIdentity;
import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;
import dev.wave.sim.machine.InterruptLine.Receiver;
import dev.wave.sim.machine.SimulatedInterrupt.Raising;
import dev.wave.sim.memory.GlassWindow;
import dev.wave.sim.memory.Memory;
import dev.wave.sim.memory.MemorySystem;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The two windows of a link, and who looks at them: one host, and as many agents as come. */
public final class SimulatedLink {
    /** For whoever never sleeps. */
    private static final Interrupt SILENT = new NeverNeeded();

    /** The simulated host is no process that anybody could look up. */
    private static final ProcessIdentity NO_PROCESS = new ProcessIdentity(0, 0);

    private static final ProcessIdentity FIRST_AGENT = new ProcessIdentity(1, 1);

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
    private final List<InterruptLine> lines = new ArrayList<>();

    SimulatedLink(Machine machine, LinkShape shape, Doorbell doorbell, Sizes sizes) {
        this.machine = machine;
        this.shape = shape;
        this.doorbell = doorbell;
        this.booksFrom = sizes.booksFrom();
        this.toNic = new Memory(shape.home(), sizes.toNicBytes());
        this.toHost = new Memory(shape.home(), sizes.toHostBytes());
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
        own.store(LinkHeader.HOST_PID, NO_PROCESS.pid());
        prepare.accept(own);
        own.storeFence();
        own.store(LinkHeader.MAGIC, LinkHeader.MAGIC_VALUE);
        own.flush(LinkHeader.MAGIC);
        return new End(NO_PROCESS, own, memory.window(toHost, Side.HOST, shape.hostReads()));
    }

    /** The side of an agent. */
    public Link agent() {
        return agent(FIRST_AGENT);
    }

    /** The side of one of several agents; {@code process} is its name, which the host's table of processes may then know as dead or alive. */
    public Link agent(ProcessIdentity process) {
        MemorySystem memory = machine.memory();
        if (copied()) {
            return new End(process, memory.dmaWindow(toNic), memory.dmaWindow(toHost));
        }
        boolean pulls = shape.hostWrites() == WindowAttribute.WRITE_BACK && shape.side() == Side.NIC;
        return new End(
                process,
                pulls ? memory.pulledWindow(toNic, Side.NIC) : memory.window(toNic, shape.side(), shape.agent()),
                memory.window(toHost, shape.side(), shape.agent()));
    }

    /** What lies in the windows now, for whoever looks on from outside: it takes no time and nobody notices. Nothing can be stored. */
    public Link seenFromOutside() {
        Timeline timeline = machine.timeline();
        Window host = new SplitWindow(new GlassWindow(toNic, timeline), new GlassWindow(books, timeline), booksFrom);
        return new End(NO_PROCESS, host, new GlassWindow(toHost, timeline));
    }

    /** True if the agent sees copies that DMA brings. */
    private boolean copied() {
        return shape.home() == Side.HOST && shape.side() == Side.NIC;
    }

    /** The loop of an agent of this link on a core of its own. */
    public Polling polling(Agent agent) {
        return new Polling(
                agent, toNic, machine.timeline(), copied() ? Polling.Looking.AT_COPIES : Polling.Looking.AT_MEMORY);
    }

    private InterruptLine line(Receiver receiver) {
        InterruptLine line = new InterruptLine(machine, shape.side(), receiver);
        lines.add(line);
        return line;
    }

    /** Whoever waits for one of the interrupts used so far, the {@code which}-th modulo their number, is interrupted though nobody raised it. */
    public void interruptSpuriously(int which) {
        if (!lines.isEmpty()) {
            lines.get(Math.floorMod(which, lines.size())).deliver();
        }
    }

    private final class End implements Link {
        private final ProcessIdentity process;
        private final Window toNicWindow;
        private final Window toHostWindow;

        End(ProcessIdentity process, Window toNicWindow, Window toHostWindow) {
            this.process = process;
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
            InterruptLine line = towardsNic.computeIfAbsent(ringOffset, key -> line(Receiver.AGENT));
            boolean dear = shape.hostReads() != WindowAttribute.WRITE_BACK;
            return new SimulatedInterrupt(
                    line, toHostWindow, armedOffset, dear ? Raising.BLINDLY : Raising.LOOKING_FIRST);
        }

        @Override
        public Interrupt towardsHost(long ringOffset, long armedOffset) {
            InterruptLine line = towardsHost.computeIfAbsent(ringOffset, key -> line(Receiver.CORE));
            return new SimulatedInterrupt(line, toNicWindow, armedOffset, Raising.LOOKING_FIRST);
        }

        @Override
        public ProcessIdentity process() {
            return process;
        }

        @Override
        public void close() {
            toNicWindow.store(LinkHeader.HOST_STATE, LinkHeader.HOST_CLOSED);
            toNicWindow.flush(LinkHeader.HOST_STATE);
        }
    }
}
