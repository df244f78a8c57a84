package dev.wave.lab.reproduce;

import dev.wave.core.link.Link;
import dev.wave.core.link.Window;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.machine.LinkShape;
import dev.wave.sim.time.Timeline;

/** Times single operations on a link, in nanoseconds: each on a machine of its own, where nothing else happens. */
final class LinkBench {
    private static final long LINE = 4096;
    private static final long OTHER_LINE = 4224;
    private static final int MANY = 64;

    private final MachineModel model;

    LinkBench(MachineModel model) {
        this.model = model;
    }

    double uncachedRead() {
        return onHost(LinkShape.UNCACHED_ALL, MANY, link -> {
            for (int i = 0; i < MANY; i++) {
                long ignored = link.toHost().load(LINE + 8 * (i % 8));
            }
        });
    }

    double uncachedWrite() {
        return onHost(LinkShape.UNCACHED_ALL, MANY, link -> {
            for (int i = 0; i < MANY; i++) {
                link.toNic().store(LINE + 8 * (i % 8), i);
            }
        });
    }

    double combinedLine() {
        return onHost(LinkShape.TUNED, MANY, link -> {
            for (int i = 0; i < MANY; i++) {
                writeLine(link.toNic());
                link.toNic().storeFence();
            }
        });
    }

    private static void writeLine(Window window) {
        for (int word = 0; word < 8; word++) {
            window.store(LINE + 8 * word, word);
        }
    }

    double cachedLineAfterFlush() {
        return onHost(LinkShape.TUNED, MANY, link -> {
            for (int i = 0; i < MANY; i++) {
                link.toHost().flush(LINE);
                readLine(link.toHost());
            }
        });
    }

    double cachedLineAgain() {
        return hostStory(LinkShape.TUNED, (link, timeline) -> {
            readLine(link.toHost());
            long from = timeline.now();
            readLine(link.toHost());
            return timeline.now() - from;
        });
    }

    double prefetchedLine() {
        return hostStory(LinkShape.TUNED, (link, timeline) -> {
            link.toHost().prefetch(LINE);
            timeline.spend(1_000 * Timeline.NANO);
            long from = timeline.now();
            readLine(link.toHost());
            return timeline.now() - from;
        });
    }

    private static void readLine(Window window) {
        for (int word = 0; word < 8; word++) {
            long ignored = window.load(LINE + 8 * word);
        }
    }

    /** From when the store leaves the core. */
    double hostToNic() {
        long[] left = new long[1];
        long[] seen = new long[1];
        LinkPair pair = new LinkPair(model, LinkShape.TUNED);
        pair.host(link -> {
            pair.timeline().spend(1_000 * Timeline.NANO);
            left[0] = pair.timeline().now();
            link.toNic().store(LINE, 1);
            link.toNic().storeFence();
        });
        pair.nic(link -> {
            awaitWord(link.toNic(), LINE, 1);
            seen[0] = pair.timeline().now();
        });
        return pair.run(() -> seen[0] - left[0]);
    }

    double pingPong() {
        long[] took = new long[1];
        LinkPair pair = new LinkPair(model, LinkShape.TUNED);
        pair.host(link -> {
            pair.timeline().spend(1_000 * Timeline.NANO);
            long from = pair.timeline().now();
            for (int i = 1; i <= MANY; i++) {
                link.toNic().store(LINE, i);
                link.toNic().storeFence();
                awaitWord(link.toHost(), OTHER_LINE, i);
            }
            took[0] = (pair.timeline().now() - from) / MANY;
        });
        pair.nic(link -> {
            for (int i = 1; i <= MANY; i++) {
                awaitWord(link.toNic(), LINE, i);
                link.toHost().store(OTHER_LINE, i);
                link.toHost().flush(OTHER_LINE);
            }
        });
        return pair.run(() -> took[0]);
    }

    private static void awaitWord(Window window, long offset, long value) {
        while (window.load(offset) != value) {
            window.flush(offset);
        }
    }

    private interface HostStory {
        long picos(Link link, Timeline timeline);
    }

    private double onHost(LinkShape shape, int count, LinkPair.Operations operations) {
        return hostStory(shape, (link, timeline) -> {
                    long from = timeline.now();
                    operations.run(link);
                    return timeline.now() - from;
                })
                / count;
    }

    private double hostStory(LinkShape shape, HostStory story) {
        long[] took = new long[1];
        LinkPair pair = new LinkPair(model, shape);
        pair.host(link -> took[0] = story.picos(link, pair.timeline()));
        return pair.run(() -> took[0]);
    }
}
