package dev.wave.lab.mutation;

import dev.wave.core.link.WindowAttribute;
import dev.wave.sim.machine.LinkShape;
import dev.wave.sim.memory.FenceFilter;
import dev.wave.sim.memory.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** All stories, on all mappings of the link, under either temper of memory. */
final class EveryStory {
    /** @param weak true if something is held back or cached that only a flush gets out */
    private record Shape(String name, LinkShape shape, boolean weak) {}

    /** As stock Linux maps a device's memory for user space at best. */
    private static final LinkShape COMBINING = new LinkShape(
            WindowAttribute.WRITE_COMBINING, WindowAttribute.WRITE_COMBINING, WindowAttribute.WRITE_BACK, Side.NIC);

    private static final Shape UNCACHED = new Shape("uncached", LinkShape.UNCACHED_ALL, false);

    private static final List<Shape> SHAPES = List.of(
            new Shape("tuned", LinkShape.TUNED, true),
            new Shape("combining", COMBINING, true),
            new Shape("coherent", LinkShape.COHERENT, false),
            new Shape("NIC cached", LinkShape.NIC_CACHED, false),
            UNCACHED);

    /** One of them. */
    record Named(String name, Shape shape, boolean stubborn, BiFunction<Setting, FenceFilter, Story> story) {
        /** @return what went wrong; empty if nothing did */
        String tell(long seed, FenceFilter fences) {
            try {
                return story.apply(new Setting(shape.shape, stubborn, seed), fences)
                        .tell();
            } catch (UnsupportedOperationException e) {
                // The check's own mistake, not the story's.
                throw e;
            } catch (RuntimeException | AssertionError e) {
                return e.toString().lines().findFirst().orElseThrow();
            }
        }

        /** False if leaving out one of this kind changes nothing on this memory: there is nothing to flush on it, or everything is in order anyway. */
        boolean mayMiss(FenceFilter.Kind kind) {
            boolean flushes = kind == FenceFilter.Kind.FLUSH || kind == FenceFilter.Kind.PREFETCH;
            return flushes ? shape.weak : shape != UNCACHED;
        }

        @Override
        public String toString() {
            return name + ", " + shape.name + (stubborn ? ", stubborn" : "");
        }
    }

    private EveryStory() {}

    static List<Named> all() {
        List<Named> all = new ArrayList<>();
        for (Shape shape : SHAPES) {
            for (boolean stubborn : new boolean[] {false, true}) {
                all.add(new Named("queue to the NIC", shape, stubborn, (s, f) -> new QueueStory(true, s, f)));
                all.add(new Named("queue to the host", shape, stubborn, (s, f) -> new QueueStory(false, s, f)));
                for (MachineStory.Plot plot : MachineStory.Plot.values()) {
                    all.add(new Named(plot.name(), shape, stubborn, (s, f) -> new MachineStory(plot, s, f)));
                }
            }
        }
        return all;
    }
}
