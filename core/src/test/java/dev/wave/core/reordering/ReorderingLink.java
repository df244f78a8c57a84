package dev.wave.core.reordering;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.Window;
import java.util.HashMap;
import java.util.Map;

/** The two windows of a link on a {@link Machine}, and who looks at them: one host, and as many agents as come. */
public final class ReorderingLink {
    private final Machine machine;
    private final Actors actors;
    private final Platform platform;
    private final SharedMemory toNic;
    private final SharedMemory toHost;
    private final Map<Long, long[]> rings = new HashMap<>();

    /** @param actors whose turns end while they sleep on an interrupt */
    public ReorderingLink(Machine machine, Actors actors, Platform platform, long toNicBytes, long toHostBytes) {
        this.machine = machine;
        this.actors = actors;
        this.platform = platform;
        this.toNic = new SharedMemory((toNicBytes + 63) & -64);
        this.toHost = new SharedMemory((toHostBytes + 63) & -64);
    }

    /**
     * The host's side. Its threads share one processor here: they hand work to each other by compare-and-set and volatile stores, which
     * order their accesses and, on x86, drain write-combining buffers (SDM 11.3, a locked instruction).
     */
    public Link host() {
        Processor processor = machine.processor(platform.hostOrdering);
        Window own = processor.map(toNic, platform.hostWrites);
        own.store(LinkHeader.VERSIONS, LinkHeader.versions());
        own.store(LinkHeader.HOST_STATE, LinkHeader.HOST_OPEN);
        own.store(LinkHeader.HOST_PID, ProcessHandle.current().pid());
        own.store(LinkHeader.MAGIC, LinkHeader.MAGIC_VALUE);
        own.fullFence();
        return new Side(own, processor.map(toHost, platform.hostReads));
    }

    /** The side of an agent process, on a processor of its own. */
    public Link agent() {
        Processor processor = machine.processor(platform.nicOrdering);
        return new Side(processor.map(toNic, platform.nicReads), processor.map(toHost, platform.nicWrites));
    }

    private final class Side implements Link {
        private final Window toNicWindow;
        private final Window toHostWindow;

        Side(Window toNicWindow, Window toHostWindow) {
            this.toNicWindow = toNicWindow;
            this.toHostWindow = toHostWindow;
        }

        @Override
        public String uri() {
            return "reordering:" + platform;
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
            return new Line(toHostWindow, armedOffset, counter(ringOffset << 1));
        }

        @Override
        public Interrupt towardsHost(long ringOffset, long armedOffset) {
            return new Line(toNicWindow, armedOffset, counter(ringOffset << 1 | 1));
        }

        private long[] counter(long line) {
            return rings.computeIfAbsent(line, key -> new long[1]);
        }

        @Override
        public void close() {
            toNicWindow.store(LinkHeader.HOST_STATE, LinkHeader.HOST_CLOSED);
            toNicWindow.flush(LinkHeader.HOST_STATE);
        }
    }

    /** Docs/protocol.md, section 3.4: a full fence on either side between what one says and what one looks at. A ring is never lost. */
    private final class Line implements Interrupt {
        private final Window armedSide;
        private final long armedOffset;
        private final long[] count;

        Line(Window armedSide, long armedOffset, long[] count) {
            this.armedSide = armedSide;
            this.armedOffset = armedOffset;
            this.count = count;
        }

        @Override
        public void raise() {
            armedSide.fullFence();
            if (armed()) {
                count[0]++;
            }
        }

        @Override
        public boolean armed() {
            armedSide.flush(armedOffset);
            return armedSide.load(armedOffset) == 1;
        }

        @Override
        public long arm() {
            armedSide.store(armedOffset, 1);
            armedSide.fullFence();
            return count[0];
        }

        @Override
        public void await(long ticket, long timeoutNanos) {
            while (count[0] == ticket) {
                actors.pause();
            }
        }

        @Override
        public void disarm() {
            armedSide.store(armedOffset, 0);
        }
    }
}
