package dev.wave.sim.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.link.Link;
import dev.wave.core.model.MachineModel;
import dev.wave.core.queue.QueueLayout;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;
import dev.wave.sim.memory.Disorder;
import dev.wave.sim.memory.FenceFilter;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Timeline;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipping queue, in both directions at once, over every way to map it: whatever memory does, slots come out whole, once and in order. */
class QueueOnMachineTest {
    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");
    private static final int SLOTS = 8;
    private static final int MESSAGES = 60;
    private static final long BYTES = 4096;
    private static final long EPOCH = 1;
    private static final QueueLayout DOWN = new QueueLayout(0, 2048, SLOTS);
    private static final QueueLayout UP = new QueueLayout(0, 2048, SLOTS);

    /** Two machines' worth of one queue each way. */
    private static final class Story {
        private final Machine machine;
        private final SimulatedLink link;
        private String trouble = "";
        private int done;

        Story(LinkShape shape, Disorder disorder, FenceFilter fences) {
            MachineModel model = shape == LinkShape.COHERENT ? MachineModel.COHERENT : MachineModel.MOUNT_EVANS;
            machine = new Machine(model, disorder, fences);
            link = machine.link(shape, SimulatedLink.Doorbell.RUNG, new SimulatedLink.Sizes(BYTES, BYTES, BYTES));
            Link agent = link.agent();
            Link[] host = new Link[1];
            var core = machine.core(Side.HOST);
            machine.actor("host", core, () -> {
                host[0] = link.host(window -> {});
                write(new SlotWriter(host[0].toNic(), host[0].toHost(), DOWN), 1);
            });
            var reading = machine.core(Side.HOST);
            machine.actor("host reads", reading, () -> {
                machine.timeline().spend(1_000 * Timeline.NANO);
                read(new SlotReader(host[0].toHost(), host[0].toNic(), UP), true);
            });
            machine.actor(
                    "agent", machine.core(Side.NIC), () -> write(new SlotWriter(agent.toHost(), agent.toNic(), UP), 2));
            machine.actor("agent reads", machine.core(Side.NIC), () -> {
                machine.timeline().spend(2_000 * Timeline.NANO);
                read(new SlotReader(agent.toNic(), agent.toHost(), DOWN), false);
            });
        }

        private void write(SlotWriter queue, int direction) {
            queue.format(direction, EPOCH);
            for (int i = 0; i < MESSAGES; ) {
                if (queue.hasRoom()) {
                    for (int word = 1; word < QueueLayout.SLOT_WORDS; word++) {
                        queue.put(word, i * 10L + word);
                    }
                    queue.publish();
                    i++;
                }
                machine.timeline().spend(20 * Timeline.NANO);
            }
        }

        private void read(SlotReader queue, boolean prefetches) {
            queue.open(EPOCH);
            for (int i = 0; i < MESSAGES; ) {
                if (queue.poll() == SlotReader.Found.SLOT) {
                    for (int word = 1; word < QueueLayout.SLOT_WORDS; word++) {
                        if (queue.word(word) != i * 10L + word) {
                            trouble = "slot " + i + " says " + queue.word(word) + " at " + word;
                            return;
                        }
                    }
                    i++;
                }
                if (prefetches) {
                    queue.prefetch();
                }
                machine.timeline().spend(50 * Timeline.NANO);
            }
            queue.reportAll();
            done++;
        }

        /** What went wrong; empty if nothing did. */
        String run() {
            machine.timeline().runUntil(3_000_000 * Timeline.NANO);
            return trouble.isEmpty() && done < 2 ? "it came to a standstill" : trouble;
        }
    }

    private static Disorder disorder(long seed) {
        RandomGenerator random = FACTORY.create(seed);
        return new Disorder(random, random.nextBoolean());
    }

    private static Stream<LinkShape> shapes() {
        return Stream.of(LinkShape.UNCACHED_ALL, LinkShape.NIC_CACHED, LinkShape.TUNED, LinkShape.COHERENT);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void slotsComeOutWholeOnceAndInOrder(LinkShape shape) {
        assertEquals("", new Story(shape, Disorder.NONE, FenceFilter.KEPT).run(), "without disorder");
        for (long seed = 0; seed < 300; seed++) {
            assertEquals("", new Story(shape, disorder(seed), FenceFilter.KEPT).run(), "seed " + seed);
        }
    }

    @Test
    void everyKindOfFenceThatIsLeftOutIsNoticed() {
        Map<FenceFilter.Kind, Integer> noticed = new EnumMap<>(FenceFilter.Kind.class);
        for (FenceFilter.Kind kind : new FenceFilter.Kind[] {
            FenceFilter.Kind.LOAD_FENCE, FenceFilter.Kind.STORE_FENCE, FenceFilter.Kind.FLUSH
        }) {
            for (long seed = 0; seed < 200; seed++) {
                if (!new Story(LinkShape.TUNED, disorder(seed), each -> each == kind)
                        .run()
                        .isEmpty()) {
                    noticed.merge(kind, 1, Integer::sum);
                }
            }
            assertTrue(noticed.getOrDefault(kind, 0) > 0, kind + " was left out and nobody noticed");
        }
    }

    @Test
    void oneSeedIsOneRun() {
        assertEquals(fingerprint(7), fingerprint(7));
        assertTrue(!fingerprint(7).equals(fingerprint(8)));
    }

    private static String fingerprint(long seed) {
        Story story = new Story(LinkShape.TUNED, disorder(seed), FenceFilter.KEPT);
        story.run();
        return story.machine.timeline().switches() + " "
                + story.machine.timeline().now();
    }
}
