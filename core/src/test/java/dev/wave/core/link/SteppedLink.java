package dev.wave.core.link;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * A link in plain memory for tests that step everything in one thread: nobody really sleeps, and every wake-up is
 * counted.
 *
 * <p>A sleeper notes {@link Line#rings} when it falls asleep and is awake again once the number grew, exactly as a
 * thread in {@code futex(2)}: a ring word that merely changed wakes nobody.
 */
public final class SteppedLink implements Link {
    private final TappedWindow toNic;
    private final TappedWindow toHost;
    private final Map<Long, long[]> rings = new HashMap<>();
    private long nextRing;
    private boolean loseRings;

    public SteppedLink(long toNicBytes, long toHostBytes) {
        toNic = new TappedWindow(window(toNicBytes));
        toHost = new TappedWindow(window(toHostBytes));
        toNic.store(LinkHeader.VERSIONS, LinkHeader.versions());
        toNic.store(LinkHeader.HOST_PID, ProcessHandle.current().pid());
        toNic.store(LinkHeader.HOST_STATE, LinkHeader.HOST_OPEN);
        toNic.store(LinkHeader.MAGIC, LinkHeader.MAGIC_VALUE);
    }

    private static MemoryWindow window(long bytes) {
        return new MemoryWindow(MemorySegment.ofArray(new long[(int) (bytes + 7) / 8]));
    }

    /** From now on raising has no effect: what a broken interrupt line does. */
    public void loseRings() {
        loseRings = true;
    }

    @Override
    public String uri() {
        return "stepped:";
    }

    @Override
    public TappedWindow toNic() {
        return toNic;
    }

    @Override
    public TappedWindow toHost() {
        return toHost;
    }

    @Override
    public Line towardsNic(long ringOffset, long armedOffset) {
        return new Line(toNic, ringOffset, toHost, armedOffset, counter(ringOffset << 1));
    }

    @Override
    public Line towardsHost(long ringOffset, long armedOffset) {
        return new Line(toHost, ringOffset, toNic, armedOffset, counter(ringOffset << 1 | 1));
    }

    private long[] counter(long line) {
        return rings.computeIfAbsent(line, key -> new long[1]);
    }

    @Override
    public void close() {
        toNic.store(LinkHeader.HOST_STATE, LinkHeader.HOST_CLOSED);
    }

    /** An interrupt line whose wake-ups can be counted. */
    public final class Line implements Interrupt {
        private final Window ringSide;
        private final long ringOffset;
        private final Window armedSide;
        private final long armedOffset;
        private final long[] count;

        private Line(Window ringSide, long ringOffset, Window armedSide, long armedOffset, long[] count) {
            this.ringSide = ringSide;
            this.ringOffset = ringOffset;
            this.armedSide = armedSide;
            this.armedOffset = armedOffset;
            this.count = count;
        }

        /** How often somebody was woken on this line. */
        public long rings() {
            return count[0];
        }

        @Override
        public void raise() {
            if (armed() && !loseRings) {
                ringSide.store(ringOffset, ++nextRing);
                count[0]++;
            }
        }

        @Override
        public boolean armed() {
            return armedSide.load(armedOffset) == 1;
        }

        @Override
        public long arm() {
            armedSide.store(armedOffset, 1);
            return ringSide.load(ringOffset);
        }

        /** True if a sleeper with that ticket would fall asleep. */
        public boolean sleeps(long ticket) {
            return ringSide.load(ringOffset) == ticket;
        }

        @Override
        public void await(long ticket, long timeoutNanos) {
            throw new IllegalStateException("nobody sleeps in a stepped test");
        }

        @Override
        public void disarm() {
            armedSide.store(armedOffset, 0);
        }

        @Override
        public void nudge() {
            throw new IllegalStateException("nobody sleeps in a stepped test");
        }
    }
}
