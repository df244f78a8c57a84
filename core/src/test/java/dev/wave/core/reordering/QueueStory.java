package dev.wave.core.reordering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wave.core.link.Window;
import dev.wave.core.queue.QueueLayout;
import dev.wave.core.queue.SlotReader;
import dev.wave.core.queue.SlotWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A producer and a consumer of the shipping queue, in two epochs one after the other on the same memory: what is sent arrives, once, whole, in
 * order, in the end.
 */
public final class QueueStory implements Machine.Story {
    private static final int ACCESSES = 60_000;
    private static final QueueLayout LAYOUT = new QueueLayout(64, 64, 4);
    private static final long SAID = 0;

    private final Platform platform;
    private final boolean towardsNic;
    private final List<long[]> received = new ArrayList<>();
    private RandomGenerator random;
    private int[] counts;

    public QueueStory(Platform platform, boolean towardsNic) {
        this.platform = platform;
        this.towardsNic = towardsNic;
    }

    @Override
    public void run(Machine machine) {
        random = machine.random();
        received.clear();
        Actors actors = new Actors(machine);
        long bytes = 64 + QueueLayout.bytes(LAYOUT.slots());
        ReorderingLink link = new ReorderingLink(machine, actors, platform, 4096, 4096);
        var host = link.host();
        var nic = link.agent();
        Window producerOwn = towardsNic ? host.toNic() : nic.toHost();
        Window producerOther = towardsNic ? host.toHost() : nic.toNic();
        Window consumerOwn = towardsNic ? nic.toHost() : host.toNic();
        Window consumerOther = towardsNic ? nic.toNic() : host.toHost();
        counts = new int[] {1 + random.nextInt(14), 1 + random.nextInt(14)};
        actors.add("producer", () -> produce(actors, producerOwn, producerOther));
        actors.add("consumer", () -> consume(actors, consumerOwn, consumerOther));
        List<String> waiting = actors.run(ACCESSES);
        check(waiting, bytes);
    }

    private void check(List<String> waiting, long bytes) {
        int at = 0;
        for (int epoch = 1; epoch <= 2; epoch++) {
            for (int i = 0; i < counts[epoch - 1] && at < received.size(); i++) {
                long[] slot = received.get(at++);
                for (int word = 1; word < 8; word++) {
                    assertEquals(
                            payload(epoch, i, word),
                            slot[word],
                            "word " + word + " of message " + i + " in epoch " + epoch + ", " + bytes + " bytes");
                }
            }
        }
        assertEquals(List.of(), waiting, "who waits for ever, after " + received.size() + " messages");
        assertEquals(counts[0] + counts[1], received.size());
    }

    private static long payload(int epoch, int message, int word) {
        return epoch * 10_000L + message * 10L + word;
    }

    private void produce(Actors actors, Window own, Window other) {
        for (int epoch = 1; epoch <= 2; epoch++) {
            for (long at = LAYOUT.base(); at < LAYOUT.base() + QueueLayout.bytes(LAYOUT.slots()); at += 8) {
                own.store(at, 0);
            }
            SlotWriter writer = new SlotWriter(own, other, LAYOUT);
            writer.format(1, epoch);
            say(own, epoch);
            for (int i = 0; i < counts[epoch - 1]; i++) {
                while (!writer.hasRoom()) {
                    actors.pause();
                }
                for (int word = 1; word < 8; word++) {
                    writer.put(word, payload(epoch, i, word));
                }
                writer.publish();
            }
            await(actors, other, epoch);
        }
    }

    private void consume(Actors actors, Window own, Window other) {
        for (int epoch = 1; epoch <= 2; epoch++) {
            await(actors, other, epoch);
            SlotReader reader = new SlotReader(other, own, LAYOUT);
            reader.open(epoch);
            while (!reader.headerFits(epoch)) {
                other.flush(LAYOUT.base());
                actors.pause();
            }
            for (int i = 0; i < counts[epoch - 1]; ) {
                i += poll(reader);
            }
            say(own, epoch);
        }
    }

    private int poll(SlotReader reader) {
        switch (random.nextInt(8)) {
            case 0 -> reader.prefetch();
            case 1 -> reader.reportAll();
            default -> {}
        }
        switch (reader.poll()) {
            case CORRUPT -> throw new AssertionError("corrupt at " + reader.position());
            case SLOT -> {
                long[] slot = new long[8];
                for (int word = 1; word < 8; word++) {
                    slot[word] = reader.word(word);
                }
                // Looked at when all is over: a late load may still turn out to be impossible.
                received.add(slot);
                return 1;
            }
            default -> {
                return 0;
            }
        }
    }

    /** What grants and claims do for a queue: one side says that its part is prepared. */
    private static void say(Window own, long epoch) {
        own.storeFence();
        own.store(SAID, epoch);
        own.flush(SAID);
    }

    private static void await(Actors actors, Window other, long epoch) {
        other.flush(SAID);
        while (other.load(SAID) != epoch) {
            actors.pause();
            other.flush(SAID);
        }
        other.loadFence();
    }
}
