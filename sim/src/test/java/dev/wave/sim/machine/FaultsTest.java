package dev.wave.sim.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wave.core.link.Interrupt;
import dev.wave.core.link.Link;
import dev.wave.core.link.Window;
import dev.wave.core.model.Cost;
import dev.wave.core.model.MachineModel;
import dev.wave.sim.memory.Disorder;
import dev.wave.sim.memory.FenceFilter;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Actor;
import dev.wave.sim.time.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What goes wrong on a simulated machine goes wrong as it was asked to, and no longer than that. */
class FaultsTest {
    private static final long BYTES = 4096;
    private static final long RING = 0;
    private static final long ARMED = 64;
    private static final long MICRO = 1_000 * Timeline.NANO;
    private static final MachineModel MODEL = MachineModel.MOUNT_EVANS;

    private static UnreliableInterrupts always(double lost, double duplicated, double late) {
        return new UnreliableInterrupts(
                new UnreliableInterrupts.Rates(lost, duplicated, late, 10 * MICRO),
                RandomGeneratorFactory.of("L64X128MixRandom").create(1));
    }

    /** A core that sleeps, and an agent that raises two interrupts towards it, a hundred microseconds apart. */
    private static final class Story {
        private final Machine machine;
        private final SimulatedLink link;
        private final List<Long> woken = new ArrayList<>();
        private Link host;

        Story(InterruptFaults faults) {
            machine = new Machine(MODEL, Disorder.NONE, FenceFilter.KEPT, faults);
            link = machine.link(
                    LinkShape.TUNED, SimulatedLink.Doorbell.RUNG, new SimulatedLink.Sizes(BYTES, BYTES, BYTES));
        }

        private void core() {
            host = link.host(window -> {});
            Interrupt interrupt = host.towardsHost(RING, ARMED);
            while (true) {
                long ticket = interrupt.arm();
                interrupt.await(ticket, Long.MAX_VALUE);
                woken.add(machine.timeline().now());
                interrupt.disarm();
            }
        }

        Story run() {
            machine.actor("core", machine.core(Side.HOST), this::core);
            machine.actor("agent", machine.core(Side.NIC), () -> {
                Interrupt interrupt = link.agent().towardsHost(RING, ARMED);
                for (int i = 0; i < 2; i++) {
                    machine.timeline().parkUntil(machine.timeline().now() + 100 * MICRO);
                    interrupt.raise();
                }
            });
            machine.timeline().runUntil(1_000 * MICRO);
            return this;
        }
    }

    @Test
    void lostInterruptWakesNobodyUntilTheyAreMended() {
        UnreliableInterrupts faults = always(1, 0, 0);
        assertEquals(List.of(), new Story(faults).run().woken);
        assertEquals(2, faults.lost());
        UnreliableInterrupts mended = always(1, 0, 0);
        Story story = new Story(mended);
        story.machine.timeline().at(150 * MICRO, story.machine.timeline().register(ticket -> mended.mend()));
        assertEquals(1, story.run().woken.size());
        assertEquals(1, mended.lost());
    }

    @Test
    void lateInterruptWakesLaterAndDuplicatesDoNoHarm() {
        List<Long> punctual = new Story(null).run().woken;
        UnreliableInterrupts late = always(0, 0, 1);
        List<Long> delayed = new Story(late).run().woken;
        assertEquals(2, delayed.size());
        assertTrue(delayed.getFirst() > punctual.getFirst());
        assertTrue(delayed.getFirst() <= punctual.getFirst() + 10 * MICRO + MICRO);
        UnreliableInterrupts twice = always(0, 1, 0);
        assertTrue(new Story(twice).run().woken.size() >= 2);
        assertEquals(2, twice.duplicated());
    }

    @Test
    void spuriousInterruptWakesWhoeverSleeps() {
        Story story = new Story(null);
        Timeline timeline = story.machine.timeline();
        timeline.at(10 * MICRO, timeline.register(ticket -> story.link.interruptSpuriously(7)));
        assertEquals(3, story.run().woken.size());
    }

    @Test
    void nothingCrossesAStalledLink() {
        for (LinkShape shape : List.of(LinkShape.UNCACHED_ALL, LinkShape.TUNED, LinkShape.COHERENT)) {
            Machine machine = new Machine(MODEL);
            SimulatedLink link =
                    machine.link(shape, SimulatedLink.Doorbell.RUNG, new SimulatedLink.Sizes(BYTES, BYTES, BYTES));
            Timeline timeline = machine.timeline();
            List<Long> took = new ArrayList<>();
            machine.actor("host", machine.core(Side.HOST), () -> {
                Window window = link.host(own -> {}).toHost();
                for (int i = 0; i < 2; i++) {
                    long from = timeline.now();
                    window.flush(i * 64L);
                    window.load(i * 64L);
                    took.add(timeline.now() - from);
                    machine.stallLink(20 * MICRO);
                }
            });
            timeline.run();
            assertTrue(took.getFirst() < 2 * MICRO, shape + ": " + took);
            assertTrue(took.getLast() > 20 * MICRO && took.getLast() < 22 * MICRO, shape + ": " + took);
        }
    }

    @Test
    void postedStoreWaitsOutAStall() {
        Machine machine = new Machine(MODEL);
        SimulatedLink link = machine.link(
                LinkShape.UNCACHED_ALL, SimulatedLink.Doorbell.RUNG, new SimulatedLink.Sizes(BYTES, BYTES, BYTES));
        Timeline timeline = machine.timeline();
        long[] seen = {0};
        machine.actor("host", machine.core(Side.HOST), () -> {
            Window own = link.host(window -> {}).toNic();
            timeline.parkUntil(10 * MICRO);
            machine.stallLink(5 * MICRO);
            own.store(1024, 7);
        });
        Window agents = link.agent().toNic();
        machine.actor("agent", machine.core(Side.NIC), () -> {
            while (agents.load(1024) == 0) {
                timeline.spend(10 * Timeline.NANO);
            }
            seen[0] = timeline.now();
        });
        timeline.runUntil(100 * MICRO);
        long expected = 15 * MICRO + MODEL.picos(Cost.LINK_ONE_WAY);
        assertTrue(seen[0] >= expected && seen[0] < expected + MICRO, "seen at " + seen[0]);
    }

    @Test
    void slowActorTakesSoManyTimesAsLongUntilItIsNot() {
        Timeline timeline = new Timeline();
        List<Long> ends = new ArrayList<>();
        Actor[] slow = new Actor[1];
        slow[0] = timeline.actor("slow", () -> {
            for (int i = 0; i < 30; i++) {
                timeline.spend(1_000);
            }
            ends.add(timeline.now());
            long from = timeline.now();
            timeline.parkUntil(from + 5_000);
            ends.add(timeline.now() - from);
        });
        timeline.at(10_000, timeline.register(ticket -> slow[0].slow(7)));
        timeline.at(80_000, timeline.register(ticket -> slow[0].slow(1)));
        timeline.run();
        assertEquals(List.of(90_000L, 5_000L), ends, "ten at its pace, ten in seven times that, ten at its pace");
    }
}
