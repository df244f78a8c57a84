package dev.wave.lab.explore;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.LinkHeader;
import dev.wave.core.link.Window;
import dev.wave.core.link.WindowAttribute;
import dev.wave.core.protocol.Geometry;
import dev.wave.core.protocol.RegionLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The memory of a link in which every access takes effect at once and in order, and both sides' ends of it. Each access is a place where an {@link Execution} may leave whoever
 * makes it.
 */
final class StepMemory {
    private static final int RINGS = 64;

    private final Execution execution;
    private final IntConsumer stored;
    private final long[] words;
    private final int toNicWords;
    private final int ringsFrom;
    private final Map<Long, Integer> rings = new HashMap<>();
    private long hostStores;

    /** @param stored told of each word that was stored */
    StepMemory(Geometry geometry, Races races, IntConsumer stored) {
        this.toNicWords = toNicWords(geometry);
        this.ringsFrom = toNicWords + (int) (RegionLayout.toHostBytes(geometry) + 63) / 64 * 8;
        this.words = new long[words(geometry)];
        this.stored = stored;
        this.execution = new Execution(races, words.length);
    }

    static int toNicWords(Geometry geometry) {
        return (int) (RegionLayout.toNicBytes(geometry) + 63) / 64 * 8;
    }

    /** Words of both windows and of the interrupts. */
    static int words(Geometry geometry) {
        return toNicWords(geometry) + (int) (RegionLayout.toHostBytes(geometry) + 63) / 64 * 8 + RINGS;
    }

    Execution execution() {
        return execution;
    }

    long get(int word) {
        return words[word];
    }

    /** How many stores the host has made: what a polling agent waits for. */
    long hostStores() {
        return hostStores;
    }

    /** Both sides see the same, so one link serves both. */
    Link link() {
        Link link = new Ends(new View(0, toNicWords), new View(toNicWords, ringsFrom - toNicWords), this);
        Window own = link.toNic();
        own.store(LinkHeader.VERSIONS, LinkHeader.versions());
        own.store(LinkHeader.HOST_STATE, LinkHeader.HOST_OPEN);
        own.store(LinkHeader.HOST_PID, ProcessHandle.current().pid());
        own.store(LinkHeader.MAGIC, LinkHeader.MAGIC_VALUE);
        return link;
    }

    private final class View implements Window {
        private final int from;
        private final int count;

        View(int from, int count) {
            this.from = from;
            this.count = count;
        }

        @Override
        public WindowAttribute attribute() {
            return WindowAttribute.WRITE_BACK;
        }

        @Override
        public long bytes() {
            return count * 8L;
        }

        @Override
        public long load(long offset) {
            int word = from + (int) (offset >>> 3);
            execution.access(word, false);
            return words[word];
        }

        @Override
        public void store(long offset, long value) {
            int word = from + (int) (offset >>> 3);
            execution.access(word, true);
            words[word] = value;
            hostStores += from == 0 ? 1 : 0;
            stored.accept(word);
        }

        @Override
        public void loadFence() {}

        @Override
        public void storeFence() {}

        @Override
        public void fullFence() {}

        @Override
        public void flush(long offset) {}

        @Override
        public void prefetch(long offset) {}
    }

    private record Ends(Window toNic, Window toHost, StepMemory memory) implements Link {
        @Override
        public String uri() {
            return "explored:";
        }

        @Override
        public Interrupt towardsNic(long ringOffset, long armedOffset) {
            return memory.new Line(toHost, armedOffset, memory.ring(ringOffset << 1));
        }

        @Override
        public Interrupt towardsHost(long ringOffset, long armedOffset) {
            return memory.new Line(toNic, armedOffset, memory.ring(ringOffset << 1 | 1));
        }

        @Override
        public void close() {
            toNic.store(LinkHeader.HOST_STATE, LinkHeader.HOST_CLOSED);
        }
    }

    private int ring(long line) {
        return ringsFrom + rings.computeIfAbsent(line, key -> rings.size());
    }

    /** Docs/protocol.md, section 3.4. A ring is never lost. */
    private final class Line implements Interrupt {
        private final Window armedSide;
        private final long armedOffset;
        private final int ring;

        Line(Window armedSide, long armedOffset, int ring) {
            this.armedSide = armedSide;
            this.armedOffset = armedOffset;
            this.ring = ring;
        }

        @Override
        public void raise() {
            if (armed()) {
                execution.access(ring, true);
                words[ring]++;
            }
        }

        @Override
        public boolean armed() {
            return armedSide.load(armedOffset) == 1;
        }

        @Override
        public long arm() {
            armedSide.store(armedOffset, 1);
            execution.access(ring, false);
            return words[ring];
        }

        @Override
        public void await(long ticket, long timeoutNanos) {
            execution.await(() -> words[ring] != ticket, Places.SLEEPS);
            execution.access(ring, false);
        }

        @Override
        public void disarm() {
            armedSide.store(armedOffset, 0);
        }
    }
}
