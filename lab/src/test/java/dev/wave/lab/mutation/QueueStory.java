package dev.wave.lab.mutation;

import dev.wave.core.link.Link;
import dev.wave.core.link.Window;
import dev.wave.core.model.MachineModel;
import dev.wave.core.queue.QueueLayout;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;
import dev.wave.sim.machine.LinkShape;
import dev.wave.sim.machine.Machine;
import dev.wave.sim.machine.SimulatedLink;
import dev.wave.sim.memory.Disorder;
import dev.wave.sim.memory.FenceFilter;
import dev.wave.sim.memory.Side;
import dev.wave.sim.time.Timeline;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A producer and a consumer of the shipping queue, in two epochs one after the other on the same memory: what is sent arrives, once, whole, in order, in the end. */
final class QueueStory implements Story {
    private static final RandomGeneratorFactory<RandomGenerator> SEEDS = RandomGeneratorFactory.of("L64X128MixRandom");
    private static final long BYTES = 4096;
    private static final QueueLayout LAYOUT = new QueueLayout(2048, 2048 - 64, 4);
    /** Where each side says how far it is: a line that the link's header leaves free. */
    private static final long SAID = 1024;

    private static final long PATIENCE = 1_000_000 * Timeline.NANO;

    private final boolean towardsNic;
    private final RandomGenerator random;
    private final Machine machine;
    private final Timeline timeline;
    private final SimulatedLink link;
    private final int[] counts;
    private String trouble = "";
    private int received;
    private int ended;

    QueueStory(boolean towardsNic, Setting setting, FenceFilter fences) {
        this.towardsNic = towardsNic;
        this.random = SEEDS.create(setting.seed());
        MachineModel model = setting.shape() == LinkShape.COHERENT ? MachineModel.COHERENT : MachineModel.MOUNT_EVANS;
        machine = new Machine(model, new Disorder(SEEDS.create(~setting.seed()), setting.stubborn()), fences);
        timeline = machine.timeline();
        link = machine.link(setting.shape(), SimulatedLink.Doorbell.RUNG, new SimulatedLink.Sizes(BYTES, BYTES, BYTES));
        counts = new int[] {1 + random.nextInt(14), 1 + random.nextInt(14)};
    }

    @Override
    public String tell() {
        machine.actor("host", machine.core(Side.HOST), () -> {
            Link host = link.host(window -> {});
            act(towardsNic, host.toNic(), host.toHost());
        });
        Link nic = link.agent();
        machine.actor("nic", machine.core(Side.NIC), () -> act(!towardsNic, nic.toHost(), nic.toNic()));
        timeline.runUntil(PATIENCE);
        return trouble.isEmpty() && ended < 2 ? "stuck after " + received + " messages" : trouble;
    }

    private void act(boolean produces, Window own, Window other) {
        for (int epoch = 1; epoch <= 2 && trouble.isEmpty(); epoch++) {
            if (produces) {
                produce(own, other, epoch);
            } else {
                consume(own, other, epoch);
            }
        }
        ended++;
    }

    private static long payload(int epoch, int message, int word) {
        return epoch * 10_000L + message * 10L + word;
    }

    private void produce(Window own, Window other, int epoch) {
        for (long at = LAYOUT.base(); at < LAYOUT.base() + QueueLayout.bytes(LAYOUT.slots()); at += 8) {
            own.store(at, 0);
        }
        SlotWriter writer = new SlotWriter(own, other, LAYOUT);
        writer.format(1, epoch);
        say(own, epoch);
        for (int i = 0; i < counts[epoch - 1]; i++) {
            while (!writer.hasRoom()) {
                pause();
            }
            for (int word = 1; word < QueueLayout.SLOT_WORDS; word++) {
                writer.put(word, payload(epoch, i, word));
            }
            writer.publish();
        }
        await(other, epoch);
    }

    private void consume(Window own, Window other, int epoch) {
        await(other, epoch);
        SlotReader reader = new SlotReader(other, own, LAYOUT);
        reader.open(epoch);
        while (!reader.headerFits(epoch)) {
            other.flush(LAYOUT.base());
            pause();
        }
        for (int i = 0; i < counts[epoch - 1] && trouble.isEmpty(); ) {
            i += take(reader, epoch, i);
        }
        say(own, epoch);
    }

    private int take(SlotReader reader, int epoch, int message) {
        switch (random.nextInt(8)) {
            case 0 -> reader.prefetch();
            case 1 -> reader.reportAll();
            case 2 -> pause();
            default -> {}
        }
        switch (reader.poll()) {
            case CORRUPT -> trouble = "corrupt at " + reader.position();
            case SLOT -> {
                check(reader, epoch, message);
                received++;
                return 1;
            }
            default -> timeline.spend(1 + random.nextLong(200 * Timeline.NANO));
        }
        return 0;
    }

    private void check(SlotReader reader, int epoch, int message) {
        for (int word = 1; word < QueueLayout.SLOT_WORDS; word++) {
            long expected = payload(epoch, message, word);
            if (reader.word(word) != expected) {
                trouble = "a torn slot: word " + word + " of message " + message + " was " + reader.word(word)
                        + ", not " + expected;
            }
        }
    }

    private void pause() {
        timeline.spend(1 + random.nextLong(2_000 * Timeline.NANO));
    }

    /** What grants and claims do for a queue: one side says that its part is prepared. */
    private static void say(Window own, long epoch) {
        own.storeFence();
        own.store(SAID, epoch);
        own.flush(SAID);
    }

    private void await(Window other, long epoch) {
        other.flush(SAID);
        while (other.load(SAID) != epoch) {
            pause();
            other.flush(SAID);
        }
        other.loadFence();
    }
}
