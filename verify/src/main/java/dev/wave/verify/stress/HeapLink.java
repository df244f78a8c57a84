package dev.wave.verify.stress;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.MemoryWindow;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import java.lang.foreign.MemorySegment;

/** A link in this JVM's heap, cheap enough to make one for every try of a stress test. Nobody sleeps on it. */
final class HeapLink implements Link {
    private static final Interrupt NOBODY_SLEEPS = new Interrupt() {
        @Override
        public void raise() {
            // There is nobody to wake.
        }

        @Override
        public boolean armed() {
            return false;
        }

        @Override
        public long arm() {
            return 0;
        }

        @Override
        public void await(long ticket, long timeoutNanos) {
            throw new IllegalStateException("stress tests do not sleep");
        }

        @Override
        public void disarm() {
            // It was not armed.
        }
    };

    private final MemoryWindow toNic;
    private final MemoryWindow toHost;

    HeapLink(Geometry geometry) {
        toNic = window(RegionLayout.toNicBytes(geometry));
        toHost = window(RegionLayout.toHostBytes(geometry));
    }

    static MemoryWindow window(long bytes) {
        return new MemoryWindow(MemorySegment.ofArray(new long[(int) bytes / 8]));
    }

    @Override
    public String uri() {
        return "heap:";
    }

    @Override
    public MemoryWindow toNic() {
        return toNic;
    }

    @Override
    public MemoryWindow toHost() {
        return toHost;
    }

    @Override
    public Interrupt towardsNic(long ringOffset, long armedOffset) {
        return NOBODY_SLEEPS;
    }

    @Override
    public Interrupt towardsHost(long ringOffset, long armedOffset) {
        return NOBODY_SLEEPS;
    }

    @Override
    public void close() {
        toNic.store(LinkHeader.HOST_STATE, LinkHeader.HOST_CLOSED);
    }
}
